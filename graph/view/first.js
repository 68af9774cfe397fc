/* The first picture: the map on a canvas of its own, until the network is there to draw it. It is seen
   while the network's library, the largest part of the file, has not been read yet. */

class FirstPicture {
  constructor(place) {
    this.canvas = element("canvas", {});
    this.place = place;
    this.scale = 1;
    this.position = { x: 0, y: 0 };
    place.append(this.canvas);
  }
  getScale() { return this.scale; }
  getViewPosition() { return this.position; }
  setSize() { /* with the next picture */ }
  moveTo({ position, scale }) {
    Object.assign(this, { position, scale });
    draw();
  }
  redraw() {
    if (scene.placing) return;
    const { canvas, place: { clientWidth: width, clientHeight: height }, scale, position: { x, y } } = this;
    const ratio = devicePixelRatio || 1;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    const pen = canvas.getContext("2d");
    pen.scale(ratio, ratio);
    pen.translate(width / 2 - x * scale, height / 2 - y * scale);
    pen.scale(scale, scale);
    drawLines(pen);
    for (const [id, [left, top, w, h]] of scene.boxes) {
      if (inSight([left, top, left + w, top + h])) drawCard(pen, CARDS.get(id));
    }
  }
}

/* Do something once the page is read and its first picture is on the screen. */
function afterFirstPicture(run) {
  document.addEventListener("DOMContentLoaded", () => requestAnimationFrame(() => setTimeout(run)));
}
