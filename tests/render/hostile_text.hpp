#pragma once

#include <string>

namespace tillnote::render {

/// Leaves an attribute and an element, begins a script and a line, and turns the direction of writing.
inline const std::string hostile = "\"><script>alert('1')</script>&\n\u202E";

/// Begins a script, and asks the template for something that is not its own.
inline const std::string hostile_template = "<script>alert('1')</script>\"&{{title}}";

}  // namespace tillnote::render
