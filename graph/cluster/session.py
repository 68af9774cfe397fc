"""Sessions of Apache Spark, and frames whose past is cut off."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from whyso.graph.errors import WhysoError

__all__ = ["MEMORY", "PAYS", "Frame", "kept", "partitions", "pyspark", "session"]

Frame = Any  # a pyspark.sql.DataFrame
MEMORY: Final = "4g"
_QUIET: Final = """\
rootLogger.level = error
rootLogger.appenderRef.stderr.ref = stderr
appender.stderr.type = Console
appender.stderr.name = stderr
appender.stderr.target = SYSTEM_ERR
appender.stderr.layout.type = PatternLayout
appender.stderr.layout.pattern = %p %c: %m%n
"""
PAYS: Final = 100_000_000  # relations below which one machine's arrays are faster by far


def pyspark() -> Any:
    """Return the library, which is an extra.

    Raises:
        WhysoError: it, or Java, is not installed.

    >>> pyspark().sql.SparkSession.__name__  # doctest: +SKIP
    'SparkSession'
    """
    try:
        import pyspark
        import pyspark.sql
    except ImportError:
        raise WhysoError("the engine spark needs PySpark: pip install 'whyso[spark]'") from None
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise WhysoError("the engine spark needs Java 17 or newer; set JAVA_HOME, or use PATH")
    return pyspark


@contextlib.contextmanager
def session(
    master: str | None = None, *, memory: str = MEMORY, options: dict[str, str] | None = None
) -> Iterator[Any]:
    """Give a Spark session, and end it if it was started here.

    Under ``spark-submit`` that is the session that was submitted; *master* must be left out.
    Otherwise one is started that listens on 127.0.0.1 only and shows no page.

    Args:
        master: as Spark has it: ``local[2]``, ``local-cluster[2,1,1024]``, ``spark://host:7077``;
            by default what Spark is configured for, else this machine.
        memory: of the driver, which in local mode does all the work; such as ``8g``.
        options: settings of Spark's own.

    Yields:
        A ``pyspark.sql.SparkSession``.

    Raises:
        WhysoError: PySpark or Java is missing, or the session does not start.

    >>> with session("local[2]") as spark:  # doctest: +SKIP
    ...     spark.range(3).count()
    3
    """
    sql = pyspark().sql
    running = sql.SparkSession.getActiveSession()
    if running is not None:
        yield running
        return
    with tempfile.TemporaryDirectory(prefix="whyso-") as folder:
        submitted = "PYSPARK_GATEWAY_PORT" in os.environ
        settings = {} if submitted else _settings(master or _configured(), memory, Path(folder))
        builder = sql.SparkSession.builder.appName("whyso")
        for name, value in (settings | (options or {})).items():
            builder = builder.config(name, value)
        try:
            spark = builder.getOrCreate()
        except Exception as error:
            reason = str(error).strip().split("\n")[0]
            raise WhysoError(f"no session of Spark could be started: {reason}") from None
        spark.sparkContext.setLogLevel("ERROR")
        try:
            yield spark
        finally:
            spark.stop()


def _configured() -> str:
    return os.environ.get("WHYSO_SPARK_MASTER") or "local[*]"


def _settings(master: str, memory: str, folder: Path) -> dict[str, str]:
    quiet = folder / "log4j2.properties"
    quiet.write_text(_QUIET, "utf-8")
    cores = os.cpu_count() or 1
    here = {
        "spark.master": master,
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.memory": memory,
        "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={quiet}",
        "spark.cleaner.periodicGC.interval": "1min",
    }
    if master.startswith("local"):
        here |= {
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.host": "127.0.0.1",
            "spark.sql.shuffle.partitions": str(max(8, 4 * cores)),
        }
    return here


def partitions(spark: Any) -> int:
    """Return into how many parts frames are cut."""
    return int(spark.conf.get("spark.sql.shuffle.partitions"))


def kept(frame: Frame) -> Frame:
    """Return a frame that is worked out once and has forgotten how.

    It is written to the checkpoint folder if there is one (``spark.sparkContext.setCheckpointDir``,
    on a cluster a folder that all machines see), so that a lost machine costs no more than a round;
    else it is kept where it is.
    """
    if frame.sparkSession.sparkContext.getCheckpointDir():
        return frame.checkpoint(eager=True)
    return frame.localCheckpoint(eager=True)
