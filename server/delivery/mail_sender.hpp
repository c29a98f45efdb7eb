#pragma once

#include <string>
#include <string_view>

namespace tillnote::delivery {

/// What became of one attempt.
struct SendOutcome {
    enum class Kind {
        sent,       ///< the other side has taken it over
        try_later,  ///< nobody said no for good
        refused,    ///< the other side said no for good
    };
    Kind kind = Kind::try_later;
    std::string what;  ///< why not, one line for an administrator, no secrets; empty when sent
};

/// Hands over mail. Blocking, with deadlines. One thread at a time.
class MailSender {
public:
    virtual ~MailSender() = default;

    /// `message` as render_mail writes it. `name`: unique to the mail, of letters that a file name may have.
    virtual SendOutcome send(const std::string& from, const std::string& to, const std::string& name,
                             const std::string& message) = 0;
};

/// For a server that was told of neither a mail server nor a folder: mail waits, and says why.
class UnsetMailSender final : public MailSender {
public:
    SendOutcome send(const std::string& /*from*/, const std::string& /*to*/, const std::string& /*name*/,
                     const std::string& /*message*/) override {
        return {SendOutcome::Kind::try_later,
                "The configuration names neither a mail server (mail.smtp) nor a folder (mail.folder)."};
    }
};

}  // namespace tillnote::delivery
