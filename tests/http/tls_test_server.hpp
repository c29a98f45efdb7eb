#pragma once

#include "server/http/tls_context.hpp"
#include "tests/http/test_server.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/test_certificate.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>

namespace tillnote::http {

[[nodiscard]] inline std::shared_ptr<const TlsContext> load_tls(const test::TestCertificate& files) {
    auto loaded = TlsContext::load({files.certificate_file, files.key_file});
    if (!loaded) {
        throw std::runtime_error(loaded.error().detail);
    }
    return *loaded;
}

/// An authority, and what a test needs to run a TestServer with a certificate of it.
class TlsTest : public ::testing::Test {
protected:
    [[nodiscard]] std::shared_ptr<const TlsContext> fresh_context() const {
        return load_tls(authority_.issue(folder_.path(), "server"));
    }
    /// What a sound client offers.
    [[nodiscard]] TlsOffer offer() const {
        TlsOffer sound;
        sound.alpn = "http/1.1";
        sound.trusted = authority_.file();
        return sound;
    }
    /// One request on a TLS connection of its own.
    [[nodiscard]] std::optional<RawResponse> ask(const TestServer& server, std::string_view request) const {
        auto client = server.connect();
        if (!client.start_tls(offer())) {
            return std::nullopt;
        }
        client.send(request);
        return client.receive();
    }

    test::TemporaryFolder folder_;
    test::TestAuthority authority_{folder_.path()};
};

}  // namespace tillnote::http
