#include "server/delivery/smtp_sender.hpp"

#include "schema/secret_file.hpp"
#include "server/delivery/curl_handle.hpp"
#include "server/delivery/printable_line.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <cstring>
#include <string_view>

namespace tillnote::delivery {
namespace {

using Kind = SendOutcome::Kind;

/// What is left of the text to send, and whether any was asked for: from then on an answer is about the text.
struct Upload {
    std::string_view left;
    bool begun = false;
};

std::size_t read_upload(char* target, std::size_t size, std::size_t count, void* context) {
    auto& upload = *static_cast<Upload*>(context);
    upload.begun = true;
    const std::size_t bytes = std::min(size * count, upload.left.size());
    std::memcpy(target, upload.left.data(), bytes);
    upload.left.remove_prefix(bytes);
    return bytes;
}

/// libcurl hands over each line of the server's answers. A no says why; the goodbye that follows it does not.
std::size_t keep_answer(char* line, std::size_t size, std::size_t count, void* context) {
    const std::string_view answer(line, size * count);
    if (answer.starts_with('4') || answer.starts_with('5')) {
        static_cast<std::string*>(context)->assign(answer);
    }
    return answer.size();
}

std::size_t ignore_text(char* /*text*/, std::size_t size, std::size_t count, void* /*context*/) {
    return size * count;
}

/// A server's no about this mail, not about the whole connection: MAIL, RCPT, DATA or the text itself was answered.
bool is_about_the_mail(CURLcode code, const Upload& upload) {
    return code == CURLE_SEND_ERROR || (upload.begun && code == CURLE_WEIRD_SERVER_REPLY);
}

}  // namespace

struct SmtpSender::Link {
    CurlHandle curl = make_curl();

    /// An answer that never came could be taken for that to the next mail, and nobody waits for the goodbye of a server that
    /// hangs: the next mail gets a connection of its own.
    void hang_up() {
        curl_socket_t socket = CURL_SOCKET_BAD;
        if (curl_easy_getinfo(curl.get(), CURLINFO_ACTIVESOCKET, &socket) == CURLE_OK && socket != CURL_SOCKET_BAD) {
            shutdown(socket, SHUT_RDWR);
        }
        curl = make_curl();
    }
};

SmtpSender::SmtpSender(SmtpOptions options) : options_(std::move(options)), link_(std::make_unique<Link>()) {}

SmtpSender::~SmtpSender() = default;

SendOutcome SmtpSender::send(const std::string& from, const std::string& to, const std::string& /*name*/,
                             const std::string& message) {
    CURL* const curl = link_->curl.get();
    curl_easy_reset(curl);  // keeps the connection
    std::string password;
    const WipedAtEnd wiped(password);
    if (!options_.user.empty()) {
        auto read = read_secret_file(options_.password_file);
        if (!read) {
            return {Kind::try_later, read.error().detail};
        }
        password = std::move(*read);
        curl_easy_setopt(curl, CURLOPT_USERNAME, options_.user.c_str());
        curl_easy_setopt(curl, CURLOPT_PASSWORD, password.c_str());
    }
    CurlList recipients;
    append_to(recipients, '<' + to + '>');
    const std::string sender = '<' + from + '>';
    Upload upload{message, false};
    std::string answer;
    std::array<char, CURL_ERROR_SIZE> problem{};
    curl_easy_setopt(curl, CURLOPT_URL, options_.url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_USE_SSL, options_.starttls_required ? long{CURLUSESSL_ALL} : long{CURLUSESSL_NONE});
    if (!options_.ca_file.empty()) {
        curl_easy_setopt(curl, CURLOPT_CAINFO, options_.ca_file.c_str());
    }
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, sender.c_str());
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients.get());
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(message.size()));
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, read_upload);
    curl_easy_setopt(curl, CURLOPT_READDATA, &upload);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, keep_answer);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &answer);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, ignore_text);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, problem.data());
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options_.connect_deadline.count()));
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(options_.attempt_deadline.count()));
    abandon_when(curl, options_.abandon);
    const CURLcode code = curl_easy_perform(curl);
    if (code == CURLE_OK) {
        return {Kind::sent, {}};
    }
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    const bool is_answer = status >= 400 && is_about_the_mail(code, upload);
    const std::string why = is_answer ? "The mail server said: " + printable_line(answer)
                                      : std::string(problem.front() != '\0' ? problem.data() : curl_easy_strerror(code));
    if (!is_answer) {
        link_->hang_up();
    }
    return {is_answer && status >= 500 ? Kind::refused : Kind::try_later, printable_line(why)};
}

}  // namespace tillnote::delivery
