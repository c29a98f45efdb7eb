#pragma once

#include "server/delivery/mail_sender.hpp"

namespace tillnote::delivery {

/// Puts each mail into a folder as NAME.eml, complete or not at all; a repeat replaces the same file. For servers without
/// a mail server, and for trying things out. The folder is made when it is missing; files are the owner's alone.
class FileSender final : public MailSender {
public:
    explicit FileSender(std::string folder) : folder_(std::move(folder)) {}

    SendOutcome send(const std::string& from, const std::string& to, const std::string& name,
                     const std::string& message) override;

private:
    const std::string folder_;
};

}  // namespace tillnote::delivery
