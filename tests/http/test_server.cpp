#include "tests/http/test_server.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace tillnote::http {
namespace {

Response text_response(std::string text) {
    return {.status = 200, .content_type = "text/plain", .body = std::move(text), .headers = {}};
}

}  // namespace

TestServer::TestServer(ServerLimits limits, std::vector<std::string> hosts, std::shared_ptr<const TlsContext> tls,
                       const std::function<void(ServerOptions&)>& change) {
    add_routes();
    add_faulty_routes();
    add_long_routes();
    ServerOptions options;
    options.hosts = std::move(hosts);
    options.probe_paths = {"/health"};
    options.limits = limits;
    options.tls = std::move(tls);
    change(options);
    options.on_handshake_failed = [this](const std::string& reason) {
        const std::lock_guard lock(mutex_);
        handshake_failures_.push_back(reason);
    };
    options.now = [this] { return now_.load(); };
    options.on_crowded = [this](Crowding crowding) {
        const std::lock_guard lock(mutex_);
        crowded_.push_back(crowding);
    };
    auto started = Server::start(std::move(options), router_, [this](const Exchange& exchange) {
        const std::lock_guard lock(mutex_);
        exchanges_.push_back(exchange);
    });
    if (!started) {
        throw std::runtime_error(started.error().detail);
    }
    server_ = std::move(*started);
}

TestServer::~TestServer() {
    server_->stop(std::chrono::milliseconds(0));
    for (auto& thread : threads_) {
        thread.join();
    }
}

void TestServer::add_routes() {
    router_.add(Method::get, "/hello", [](const Request&, const Responder& answer) { answer(text_response("hello")); });
    router_.add(Method::get, "/health", [](const Request&, const Responder& answer) { answer(text_response("ok")); });
    router_.add(Method::get, "/big",
                [](const Request&, const Responder& answer) { answer(text_response(std::string(4 * 1024 * 1024, 'b'))); });
    for (const auto method : {Method::post, Method::put, Method::patch}) {
        router_.add(method, "/echo",
                    [](Request request, const Responder& answer) { answer(text_response(std::move(request.body))); });
    }
    router_.add(Method::get, "/items/{id}", [](const Request& request, const Responder& answer) {
        answer(text_response(std::string(request.get_parameter("id"))));
    });
    router_.add(Method::delete_, "/items/{id}", [](const Request&, const Responder& answer) {
        answer({.status = 204, .content_type = {}, .body = {}, .headers = {}});
    });
    router_.add(Method::get, "/unchanged", [](const Request&, const Responder& answer) {
        answer({.status = 304, .content_type = {}, .body = {}, .headers = {{"ETag", "\"1\""}}});
    });
    router_.add(Method::get, "/cached", [](const Request&, const Responder& answer) {
        auto response = text_response("cached");
        response.headers.emplace_back("Cache-Control", "max-age=60");
        answer(std::move(response));
    });
    router_.add(Method::get, "/who", [](const Request& request, const Responder& answer) {
        answer(text_response(request.peer_address + (request.secure ? " over TLS" : " in clear") +
                             (request.from_proxy ? " by proxy" : "")));
    });
    router_.add(Method::get, "/later", [this](const Request&, const Responder& answer) {
        const std::lock_guard lock(mutex_);
        threads_.emplace_back([answer] { answer(text_response("later")); });
    });
    router_.add(Method::get, "/held", [this](const Request&, Responder answer) {
        const std::lock_guard lock(mutex_);
        held_.push_back(std::move(answer));
    });
}

void TestServer::add_faulty_routes() {
    router_.add(Method::get, "/dropped", [](const Request&, const Responder&) {});
    router_.add(Method::get, "/throws", [](const Request&, const Responder&) { throw std::logic_error("a secret bug"); });
    router_.add(Method::get, "/twice", [](const Request&, const Responder& answer) {
        answer(text_response("first"));
        answer(text_response("second"));
    });
    router_.add(Method::get, "/split", [](const Request&, const Responder& answer) {
        auto response = text_response("split");
        response.headers.emplace_back("Location", "/x\r\nSet-Cookie: stolen=1");
        answer(std::move(response));
    });
}

void TestServer::add_long_routes() {
    router_.add(Method::get, "/pieces/{n}", [this](const Request& request, const Responder& answer) {
        auto response = text_response("first,");
        response.more_body = [this, left = std::stoi(std::string(request.get_parameter("n")))]() mutable {
            ++pieces_;
            return left-- > 0 ? std::string(piece_bytes, 'p') : std::string{};
        };
        answer(std::move(response));
    });
    router_.add(Method::get, "/torn", [](const Request&, const Responder& answer) {
        auto response = text_response({});
        response.more_body = [made = 0]() mutable -> std::string {
            if (++made == 3) {
                throw std::logic_error("a secret bug");
            }
            return "piece";
        };
        answer(std::move(response));
    });
}

std::optional<RawResponse> TestServer::ask(std::string_view bytes) const {
    auto client = connect();
    client.send(bytes);
    return client.receive(bytes.starts_with("HEAD "));
}

std::size_t TestServer::held_count() {
    const std::lock_guard lock(mutex_);
    return held_.size();
}

void TestServer::release(Response response) {
    Responder answer;
    {
        const std::lock_guard lock(mutex_);
        answer = std::move(held_.back());
        held_.pop_back();
    }
    answer(std::move(response));
}

std::vector<std::string> TestServer::handshake_failures() {
    const std::lock_guard lock(mutex_);
    return handshake_failures_;
}

std::ptrdiff_t TestServer::crowded(Crowding crowding) {
    const std::lock_guard lock(mutex_);
    return std::ranges::count(crowded_, crowding);
}

std::vector<Exchange> TestServer::exchanges() {
    const std::lock_guard lock(mutex_);
    return exchanges_;
}

}  // namespace tillnote::http
