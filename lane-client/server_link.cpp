#include "lane-client/server_link.hpp"

#include "lane-client/tls_trouble.hpp"

#include <openssl/x509v3.h>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <optional>
#include <variant>

namespace tillnote::lane {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;
using tcp = asio::ip::tcp;

constexpr std::size_t answer_bytes_max = 1024 * 1024;
constexpr std::chrono::seconds retry_after_max{3600};

using PlainStream = beast::tcp_stream;
using SecureStream = beast::ssl_stream<beast::tcp_stream>;

std::string media_type(std::string_view header) {
    std::string type(header.substr(0, header.find(';')));
    type.erase(std::remove(type.begin(), type.end(), ' '), type.end());
    std::transform(type.begin(), type.end(), type.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return type;
}

/// Only the form in seconds; a date would need the lane's clock to be right.
std::optional<std::chrono::seconds> read_retry_after(std::string_view header) {
    std::uint32_t seconds = 0;
    const auto [end, failure] = std::from_chars(header.data(), header.data() + header.size(), seconds);
    if (header.empty() || failure != std::errc{} || end != header.data() + header.size()) {
        return std::nullopt;
    }
    return std::min(std::chrono::seconds{seconds}, retry_after_max);
}

class ServerLink final : public Server {
public:
    ServerLink(ServerAddress address, std::string certificates, const LinkDeadlines& deadlines)
        : address_(std::move(address)), certificates_(std::move(certificates)), deadlines_(deadlines), resolver_(context_) {}

    Result<HttpAnswer> exchange(const HttpCall& call) override {
        const bool kept = connected();
        if (!kept) {
            if (auto opened = open(); !opened) {
                close();
                return opened.error();
            }
        }
        auto answer = send_and_read(call);
        // A server may close an idle connection at any moment. Every call may be sent twice, so this one is.
        if (!answer && kept && !cancelled_) {
            close();
            if (auto opened = open(); !opened) {
                close();
                return opened.error();
            }
            answer = send_and_read(call);
        }
        if (!answer) {
            close();
        }
        return answer;
    }

    void cancel() noexcept override {
        cancelled_ = true;
        context_.stop();
    }

private:
    [[nodiscard]] bool connected() const { return !std::holds_alternative<std::monostate>(stream_); }

    PlainStream& transport() {
        if (auto* secure = std::get_if<SecureStream>(&stream_)) {
            return secure->next_layer();
        }
        return std::get<PlainStream>(stream_);
    }

    void close() { stream_.emplace<std::monostate>(); }

    /// When a step that begins now has to be over.
    std::chrono::steady_clock::time_point due(std::chrono::milliseconds step) const {
        const auto at = std::chrono::steady_clock::now() + step;
        return deadlines_.end ? std::min(at, *deadlines_.end) : at;
    }

    Error unreachable(const error_code& failure) const {
        const std::string why = cancelled_                         ? "stopped"
                                : failure == beast::error::timeout ? "no answer in time"
                                                                   : failure.message();
        return {ErrorCode::unreachable, "The server " + address_.to_string() + " cannot be reached: " + why + ".", {}};
    }

    /// Runs what has been started until it has ended. The deadline is the stream's own, or the resolver's here.
    void run() {
        context_.restart();
        if (!cancelled_) {
            context_.run();
        }
    }

    Result<void> open() {
        error_code failure;
        if (const auto literal = asio::ip::make_address(address_.host, failure); !failure) {
            const auto port = static_cast<std::uint16_t>(std::stoul(address_.port));
            return open_at(tcp::resolver::results_type::create(tcp::endpoint(literal, port), address_.host, address_.port));
        }
        return find_places();
    }

    Result<void> find_places() {
        error_code failure = asio::error::timed_out;
        tcp::resolver::results_type places;
        resolver_.async_resolve(address_.host, address_.port,
                                [&](const error_code& result, tcp::resolver::results_type found) {
                                    failure = result;
                                    places = std::move(found);
                                });
        context_.restart();
        if (!cancelled_) {
            context_.run_until(due(deadlines_.connect));
        }
        if (!context_.stopped() || failure) {
            resolver_.cancel();
            run();
            return unreachable(failure);
        }
        return open_at(places);
    }

    Result<void> open_at(const tcp::resolver::results_type& places) {
        if (!address_.secure && std::any_of(places.begin(), places.end(),
                                            [](const auto& place) { return !place.endpoint().address().is_loopback(); })) {
            return Error{ErrorCode::untrusted_server, address_.host + " is not this machine: use https:// for it.", {}};
        }
        return address_.secure ? open_secure(places) : open_plain(places);
    }

    Result<void> open_plain(const tcp::resolver::results_type& places) {
        stream_.emplace<PlainStream>(context_);
        return connect(places);
    }

    Result<void> open_secure(const tcp::resolver::results_type& places) {
        auto tls = prepare_tls();
        if (!tls) {
            return tls.error();
        }
        auto& stream = stream_.emplace<SecureStream>(context_, **tls);
        error_code failure;
        TlsTrouble trouble(address_.host, address_.port);
        verify_peer(stream, trouble);
        if (auto connected = connect(places); !connected) {
            return connected;
        }
        transport().expires_at(due(deadlines_.handshake));
        failure = asio::error::operation_aborted;
        stream.async_handshake(asio::ssl::stream_base::client, [&](const error_code& result) { failure = result; });
        run();
        if (failure.category() == asio::error::get_ssl_category()) {
            // Read anew the next time: whoever repairs this may put another file in its place.
            tls_.reset();
            return Error{ErrorCode::untrusted_server,
                         "The server " + address_.to_string() +
                             " cannot be trusted: " + trouble.explain(static_cast<unsigned long>(failure.value())),
                         {}};
        }
        return failure ? Result<void>(unreachable(failure)) : Result<void>{};
    }

    /// Name or address, times and chain are OpenSSL's to check; `trouble` hears what it finds, and must outlive the
    /// handshake.
    void verify_peer(SecureStream& stream, TlsTrouble& trouble) const {
        SSL* const session = stream.native_handle();
        X509_VERIFY_PARAM* const wanted = SSL_get0_param(session);
        error_code failure;
        asio::ip::make_address(address_.host, failure);
        if (failure) {
            X509_VERIFY_PARAM_set_hostflags(wanted, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
            X509_VERIFY_PARAM_set1_host(wanted, address_.host.c_str(), address_.host.size());
            SSL_set_tlsext_host_name(session, address_.host.c_str());
        } else {
            X509_VERIFY_PARAM_set1_ip_asc(wanted, address_.host.c_str());
        }
        stream.set_verify_mode(asio::ssl::verify_peer, failure);
        stream.set_verify_callback(
            [&trouble](bool fine, asio::ssl::verify_context& verification) {
                if (!fine) {
                    trouble.note(verification.native_handle());
                }
                return fine;
            },
            failure);
    }

    Result<asio::ssl::context*> prepare_tls() {
        if (tls_) {
            return &*tls_;
        }
        error_code failure;
        asio::ssl::context tls(asio::ssl::context::tls_client);
        SSL_CTX_set_min_proto_version(tls.native_handle(), TLS1_2_VERSION);
        SSL_CTX_set_mode(tls.native_handle(), SSL_MODE_RELEASE_BUFFERS);
        if (certificates_.empty()) {
            tls.set_default_verify_paths(failure);
        } else {
            tls.load_verify_file(certificates_, failure);
        }
        if (failure) {
            return Error{
                ErrorCode::untrusted_server,
                certificates_.empty()
                    ? "This machine's list of authorities cannot be read. Install the package ca-certificates."
                    : "The certificates to trust in " + certificates_ +
                          " cannot be read. Give a file in PEM form, which begins with -----BEGIN CERTIFICATE-----.",
                {}};
        }
        return &tls_.emplace(std::move(tls));
    }

    Result<void> connect(const tcp::resolver::results_type& places) {
        error_code failure = asio::error::operation_aborted;
        transport().expires_at(due(deadlines_.connect));
        transport().async_connect(places, [&](const error_code& result, const tcp::endpoint&) { failure = result; });
        run();
        if (failure) {
            return unreachable(failure);
        }
        transport().socket().set_option(tcp::no_delay(true), failure);
        return {};
    }

    Result<HttpAnswer> send_and_read(const HttpCall& call) {
        return std::holds_alternative<SecureStream>(stream_) ? talk(std::get<SecureStream>(stream_), call)
                                                             : talk(std::get<PlainStream>(stream_), call);
    }

    http::request<http::string_body> make_request(const HttpCall& call) const {
        http::request<http::string_body> request(call.method == "POST" ? http::verb::post : http::verb::get, call.target,
                                                 11);
        request.set(http::field::host, address_.host_header());
        request.set(http::field::user_agent, "tillnote-lane/" TILLNOTE_VERSION);
        request.set(http::field::accept, "application/json");
        if (!call.token.empty()) {
            request.set(http::field::authorization, "Bearer " + call.token);
        }
        if (!call.if_none_match.empty()) {
            request.set(http::field::if_none_match, call.if_none_match);
        }
        if (call.method == "POST") {
            request.set(http::field::content_type, "application/json");
            request.body() = call.body;
            request.prepare_payload();
        }
        return request;
    }

    template <typename Stream>
    Result<HttpAnswer> talk(Stream& stream, const HttpCall& call) {
        const auto request = make_request(call);
        error_code failure = asio::error::operation_aborted;
        transport().expires_at(due(deadlines_.exchange));
        http::async_write(stream, request, [&](const error_code& result, std::size_t) { failure = result; });
        run();
        if (failure) {
            return unreachable(failure);
        }
        beast::flat_buffer buffer;
        http::response_parser<http::string_body> parser;
        parser.header_limit(16 * 1024);
        parser.body_limit(answer_bytes_max);
        failure = asio::error::operation_aborted;
        http::async_read(stream, buffer, parser, [&](const error_code& result, std::size_t) { failure = result; });
        run();
        if (failure) {
            return unreachable(failure);
        }
        transport().expires_never();
        const auto& message = parser.get();
        HttpAnswer answer;
        answer.status = static_cast<int>(message.result_int());
        answer.content_type = media_type(message[http::field::content_type]);
        answer.retry_after = read_retry_after(message[http::field::retry_after]);
        answer.body = parser.get().body();
        answer.etag = message[http::field::etag];
        if (!message.keep_alive() || buffer.size() > 0) {
            close();
        }
        return answer;
    }

    ServerAddress address_;
    std::string certificates_;
    LinkDeadlines deadlines_;
    std::atomic<bool> cancelled_{false};
    asio::io_context context_{1};
    tcp::resolver resolver_;
    std::optional<asio::ssl::context> tls_;
    std::variant<std::monostate, PlainStream, SecureStream> stream_;
};

}  // namespace

std::unique_ptr<Server> make_server_link(const ServerAddress& address, const std::string& certificates,
                                         const LinkDeadlines& deadlines) {
    return std::make_unique<ServerLink>(address, certificates, deadlines);
}

}  // namespace tillnote::lane
