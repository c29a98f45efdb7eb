#pragma once

#include "server/http/message.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tillnote::http {

/// Answers one request by calling the responder exactly once, now or later, from any thread. Runs on the
/// socket thread and must not block there.
using Handler = std::function<void(Request, Responder)>;

/// Path patterns to handlers. "{name}" matches one non-empty segment. Fixed segments win over parameters.
/// Built before the listener starts, read-only afterwards, so it needs no lock.
class Router {
public:
    /// What a request leads to. Without a handler, `allow` says why: empty when the path is unknown.
    struct Match {
        const Handler* handler = nullptr;
        std::string_view pattern;
        std::vector<std::pair<std::string, std::string>> parameters;
        std::string allow;  ///< methods of this path, for the header of that name
    };

    /// A second route with the same method and pattern, a pattern without leading '/', an empty parameter name, or
    /// a route for HEAD is a bug and throws std::logic_error.
    void add(Method method, std::string_view pattern, Handler handler);

    /// Answers where no pattern fits, instead of a problem: a page for a person, say.
    void set_unknown_path(Handler handler) { unknown_path_ = std::move(handler); }

    /// The route with this method whose pattern fits the decoded path best. No method: one this server does not know.
    /// HEAD is answered by GET's handler (the connection drops the body).
    [[nodiscard]] Match find(std::optional<Method> method, std::string_view path) const;

    /// Fills `parameters` and `route` and calls the handler; answers not_found, or method_not_allowed with Allow, where
    /// `match` has none.
    static void run(Match match, Request request, Responder responder);

    /// find, then run.
    void handle(Request request, Responder responder) const;

    /// Method and pattern of every route, in the order added: for the authorisation table and its test.
    [[nodiscard]] std::vector<std::pair<Method, std::string>> routes() const;

private:
    struct Segment {
        std::string text;  ///< name of the parameter, or the fixed text
        bool parameter = false;
    };
    struct Route {
        Method method;
        std::string pattern;
        std::vector<Segment> segments;
        Handler handler;
    };

    static bool fits(const Route& route, const std::vector<std::string_view>& segments);
    static bool is_more_specific(const Route& left, const Route& right);

    std::vector<Route> routes_;
    Handler unknown_path_;
};

}  // namespace tillnote::http
