#pragma once

#include "server/render/admin_frame.hpp"
#include "server/routes/guard.hpp"

namespace tillnote::routes {

/// The frame of a page for administrators, for the person of the scope in the language they read. `path` is the page's own.
[[nodiscard]] render::AdminFrame make_admin_frame(const http::Request& request, const Scope& scope, std::string path);

}  // namespace tillnote::routes
