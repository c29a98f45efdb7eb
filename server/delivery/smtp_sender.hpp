#pragma once

#include "server/delivery/mail_sender.hpp"

#include <chrono>
#include <functional>
#include <memory>

namespace tillnote::delivery {

struct SmtpOptions {
    std::string url;  ///< smtp://host:587 (STARTTLS) or smtps://host:465
    /// False only for a relay on this machine: then nothing is encrypted, and no password is sent.
    bool starttls_required = true;
    std::string user;           ///< empty: no sign-in
    std::string password_file;  ///< its first line
    std::string ca_file;        ///< certificates to trust; empty: the system's
    std::chrono::milliseconds connect_deadline{10'000};
    std::chrono::milliseconds attempt_deadline{60'000};  ///< the whole attempt, the wait after DATA included
    std::function<bool()> abandon{};  ///< asked about once a second; true ends the attempt, which is made again later
};

/// Hands mail to an SMTP server and keeps the connection for the next one. Only what the server took (250 after the text)
/// is sent; a 5xx about sender, recipient or text is a refusal for good; all else is worth another try.
class SmtpSender final : public MailSender {
public:
    explicit SmtpSender(SmtpOptions options);
    ~SmtpSender() override;

    SendOutcome send(const std::string& from, const std::string& to, const std::string& name,
                     const std::string& message) override;

private:
    struct Link;
    const SmtpOptions options_;
    std::unique_ptr<Link> link_;
};

}  // namespace tillnote::delivery
