"""Turns schema/openapi.yaml into a C++ source that holds it as JSON. Usage: make_openapi_document.py YAML CPP"""
import json
import sys

import yaml

source, target = sys.argv[1:]


class Loader(yaml.SafeLoader):
    """YAML dates stay text: an example of a day is a string in JSON."""


Loader.yaml_implicit_resolvers = {
    key: [(tag, pattern) for tag, pattern in rows if tag != "tag:yaml.org,2002:timestamp"]
    for key, rows in yaml.SafeLoader.yaml_implicit_resolvers.items()
}

with open(source, encoding="utf-8") as file:
    text = json.dumps(yaml.load(file, Loader), ensure_ascii=True, separators=(",", ":"))

# String literals are limited in length by the standard, so the text is written in pieces.
pieces = [text[start:start + 8000] for start in range(0, len(text), 8000)]
with open(target, "w", encoding="ascii") as file:
    file.write('#include "server/routes/openapi_document.hpp"\n\n#include <string>\n\nnamespace tillnote::routes {\n\n')
    file.write("std::string_view openapi_document() {\n    static const std::string text = [] {\n        std::string joined;\n")
    for piece in pieces:
        file.write(f'        joined += R"json({piece})json";\n')
    file.write("        return joined;\n    }();\n    return text;\n}\n\n}  // namespace tillnote::routes\n")
