#pragma once

#include "server/http/router.hpp"
#include "server/routes/audit_trail.hpp"
#include "server/routes/environment.hpp"

#include <functional>
#include <memory>
#include <string_view>

/// The one mechanism that decides who may call what. Every route is added through a Guard and names its permission.
namespace tillnote::routes {

/// What a route may use while it runs on a database thread.
struct Scope {
    Ports& ports;
    std::shared_ptr<const domain::Directory> directory;
    Instant now;
    const domain::Identity* identity = nullptr;  ///< null only with Permission::anyone
    const domain::StoreEntry* store = nullptr;   ///< of {store}, checked against the identity
    const domain::District* district = nullptr;  ///< of {district}, with read_district and keep_district_mail
    domain::AuditEntry* entry = nullptr;         ///< what the audit log will hold of this request; null: nothing
};

/// How errors are shown.
enum class Audience {
    script,  ///< problem+json; 401 for a missing sign-in
    page,    ///< HTML; a missing sign-in redirects to the sign-in page
};

using BlockingHandler = std::function<Result<http::Response>(const http::Request&, Scope&)>;

/// Called with a live lane identity on the socket thread or a database thread; must not block.
using LaneHandler = std::function<void(const std::shared_ptr<const http::Request>&, const http::Responder&,
                                       const std::shared_ptr<const domain::LaneIdentity>&)>;

class Guard {
public:
    /// Both must outlive the router's use.
    Guard(Environment& environment, http::Router& router)
        : environment_(environment), router_(router), trail_(environment) {}

    /// `handler` runs on a database thread, after sign-in, how often the caller asks, role, scope and CSRF were checked, in
    /// the row scope of the caller. What it changes is audited as audited_routes.cpp says; a change that is not in there
    /// throws std::logic_error.
    void add(http::Method method, std::string_view pattern, domain::Permission permission, Audience audience,
             BlockingHandler handler);

    /// For lane tokens. The hot path answers from the token cache without leaving the socket thread.
    void add_lane(http::Method method, std::string_view pattern, LaneHandler handler);

    /// Answered on the socket thread, for anyone; must not block. What changes something is counted for its address.
    void add_open(http::Method method, std::string_view pattern, http::Handler handler);

    /// From a handler of add_open: runs `work` on a database thread, for a person who has not signed in, and answers with
    /// what it gives, as a page. Counted for the address.
    void run_open(const std::shared_ptr<const http::Request>& request, const http::Responder& respond,
                  std::function<Result<http::Response>(Ports&)> work);

    [[nodiscard]] Environment& environment() noexcept { return environment_; }
    [[nodiscard]] http::Router& router() noexcept { return router_; }

private:
    /// As error_response; a person without a sign-in is led to it, and from there back.
    [[nodiscard]] http::Response refusal(const Error& error, const http::Request& request, Audience audience) const;
    /// The page somebody was on: what was asked for, or where the form stood that was sent. "/" where that is not known.
    [[nodiscard]] std::string page_of(const http::Request& request) const;
    /// Somebody who is counted by the address, or by the token of a lane.
    [[nodiscard]] bool admits(std::string_view address, const std::optional<std::string>& credential);
    void serve_lane(const LaneHandler& handler, const std::shared_ptr<const http::Request>& request,
                    const http::Responder& respond, const std::shared_ptr<const domain::LaneIdentity>& identity);

    Environment& environment_;
    http::Router& router_;
    AuditTrail trail_;
};

/// "Authorization: Bearer <token>", or nothing.
[[nodiscard]] std::optional<std::string> find_bearer(const http::Request& request);

/// An error as problem+json or as a page, with WWW-Authenticate where it belongs.
[[nodiscard]] http::Response error_response(const Error& error, const http::Request& request, Audience audience);

}  // namespace tillnote::routes
