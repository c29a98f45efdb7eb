"""What the failed tests of a run said, last of all, where whoever reads the end of a log looks.

usage: why_failed.py RESULTS

RESULTS is what `ctest --output-junit` wrote. Of GoogleTest's output the failures are shown, of any other its end.
"""

import re
import sys
import xml.etree.ElementTree as xml

LINES_OF_ONE = 40


def failures(output):
    """Each "FILE:LINE: Failure" with what follows it, up to GoogleTest's next line of its own; none: the end."""
    told = []
    of_failure = False
    for line in output.splitlines():
        if re.match(r"\[ +(RUN|OK|FAILED|SKIPPED) +\]|\[[-=]{5,}\]", line):
            of_failure = False
            if re.match(r"\[ +FAILED +\] .*\(\d+ ms\)$", line):
                told.append(line)
        elif re.search(r":\d+: Failure$", line):
            of_failure = True
        if of_failure and line.strip():
            told.append(line)
    return told or output.rstrip().splitlines()[-LINES_OF_ONE:]


def main(results):
    for test in xml.parse(results).getroot().iter("testcase"):
        if test.get("status") != "fail":
            continue
        lines = failures(test.findtext("system-out") or "")
        cause = test.find("failure")
        print(f"\n{test.get('name')}: {cause.get('message') if cause is not None else ''}".rstrip(": "))
        for line in lines[:LINES_OF_ONE]:
            print("  " + line[:400])
        if len(lines) > LINES_OF_ONE:
            print(f"  and {len(lines) - LINES_OF_ONE} lines more")


if __name__ == "__main__":
    main(sys.argv[1])
