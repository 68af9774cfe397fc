// Grounded labelling and DF-QuAD as plain loops: what a compiled program without ideas needs.
//
//   loops grounded FILE.af OUT SECONDS   numbers of arguments that are in, int32 from 0
//   loops dfquad FOLDER OUT SECONDS      strengths, float64; FOLDER holds parent, sign and base
//
// Prints CPU seconds of reading, building and solving; stops after SECONDS.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <sys/resource.h>
#include <time.h>
#include <vector>

static double now() {
    timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);  // the other one is coarse under a limit
    return t.tv_sec + 1e-9 * t.tv_nsec;
}

static void limit(const char *seconds) {
    rlimit most = {(rlim_t)atol(seconds), RLIM_INFINITY};
    setrlimit(RLIMIT_CPU, &most);
}

template <class T> static std::vector<T> bytes(const std::string &path) {
    FILE *file = fopen(path.c_str(), "rb");
    if (!file) {
        perror(path.c_str());
        exit(1);
    }
    fseek(file, 0, SEEK_END);
    std::vector<T> found(ftell(file) / sizeof(T));
    rewind(file);
    if (fread(found.data(), sizeof(T), found.size(), file) != found.size()) exit(1);
    fclose(file);
    return found;
}

template <class T> static void put(const char *path, const std::vector<T> &values) {
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(values.data(), sizeof(T), values.size(), file) != values.size()) exit(1);
    fclose(file);
}

// Rows of who is reached, one after another.
struct Rows {
    std::vector<int32_t> start, item;
    Rows(int32_t n, const std::vector<int32_t> &source, const std::vector<int32_t> &target)
        : start(n + 1), item(source.size()) {
        for (int32_t a : source) start[a + 1]++;
        for (int32_t a = 0; a < n; a++) start[a + 1] += start[a];
        std::vector<int32_t> next(start.begin(), start.end() - 1);
        for (size_t i = 0; i < source.size(); i++) item[next[source[i]]++] = target[i];
    }
};

static int grounded(const char *path, const char *out) {
    double begun = now();
    std::vector<char> text = bytes<char>(path);
    text.push_back(0);
    const char *at = text.data() + strlen("p af ");
    auto number = [&at] {
        while (*at && (*at < '0' || *at > '9')) at++;
        int32_t value = 0;
        while (*at >= '0' && *at <= '9') value = 10 * value + (*at++ - '0');
        return value;
    };
    int32_t n = number();
    std::vector<int32_t> source, target;
    while (int32_t a = number()) {
        source.push_back(a - 1);
        target.push_back(number() - 1);
    }
    double read = now();
    Rows attacked(n, source, target);
    std::vector<int32_t> waiting(n);
    for (int32_t b : target) waiting[b]++;
    double built = now();
    std::vector<int8_t> label(n);
    std::vector<int32_t> queue;
    queue.reserve(n);
    for (int32_t a = 0; a < n; a++)
        if (!waiting[a]) label[a] = 1, queue.push_back(a);
    for (size_t head = 0; head < queue.size(); head++) {
        int32_t a = queue[head];
        for (int32_t i = attacked.start[a]; i < attacked.start[a + 1]; i++) {
            int32_t b = attacked.item[i];
            if (label[b]) continue;
            label[b] = -1;
            for (int32_t j = attacked.start[b]; j < attacked.start[b + 1]; j++) {
                int32_t c = attacked.item[j];
                if (!--waiting[c] && !label[c]) label[c] = 1, queue.push_back(c);
            }
        }
    }
    double solved = now();
    put(out, queue);
    printf("%.6f %.6f %.6f\n", read - begun, built - read, solved - built);
    return 0;
}

static int dfquad(const std::string &folder, const char *out) {
    double begun = now();
    auto parent = bytes<int32_t>(folder + "/parent");
    auto sign = bytes<int8_t>(folder + "/sign");
    auto base = bytes<double>(folder + "/base");
    int32_t n = base.size();
    double read = now();
    std::vector<int32_t> source, target;
    for (int32_t a = 0; a < n; a++)
        if (parent[a] >= 0) source.push_back(a), target.push_back(parent[a]);
    Rows reached(n, source, target);
    std::vector<int32_t> waiting(n);
    for (int32_t b : target) waiting[b]++;
    double built = now();
    std::vector<double> strength(n), attack(n, 1), support(n, 1);
    std::vector<int32_t> queue;
    queue.reserve(n);
    for (int32_t a = 0; a < n; a++)
        if (!waiting[a]) queue.push_back(a);
    for (size_t head = 0; head < queue.size(); head++) {
        int32_t a = queue[head];
        double energy = attack[a] - support[a];
        strength[a] = base[a] + energy * (energy > 0 ? 1 - base[a] : base[a]);
        for (int32_t i = reached.start[a]; i < reached.start[a + 1]; i++) {
            int32_t b = reached.item[i];
            (sign[a] > 0 ? support : attack)[b] *= 1 - strength[a];
            if (!--waiting[b]) queue.push_back(b);
        }
    }
    double solved = now();
    put(out, strength);
    printf("%.6f %.6f %.6f\n", read - begun, built - read, solved - built);
    return 0;
}

int main(int count, char **words) {
    if (count != 5) return 2;
    limit(words[4]);
    if (!strcmp(words[1], "grounded")) return grounded(words[2], words[3]);
    if (!strcmp(words[1], "dfquad")) return dfquad(words[2], words[3]);
    return 2;
}
