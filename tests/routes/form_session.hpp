#pragma once

#include "tests/support/running_service.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace tillnote::test {

/// A browser without JavaScript: keeps cookies, and fills in the token of a page's form before it sends it.
class FormSession {
public:
    /// `always`: as RecordingClient's.
    explicit FormSession(const std::string& url, RecordingClient::Headers always = {})
        : client_(std::make_unique<RecordingClient>(url, RecordingClient::Record::yes, std::move(always))) {}

    Answer get(const std::string& path) { return keep(client_->send("GET", path, headers(), std::nullopt)); }
    /// `body` is urlencoded and whole.
    Answer post(const std::string& path, const std::string& body) {
        auto with = headers();
        with.emplace_back("Content-Type", "application/x-www-form-urlencoded");
        return keep(client_->send("POST", path, with, body));
    }
    /// Sends a form that stands on the page `of`.
    Answer post_open(const std::string& of, const std::string& path, const std::string& fields) {
        return post(path, "csrf_token=" + token_on(get(of).body) + "&" + fields);
    }
    /// Sends a form of the account's page.
    Answer post_own(const std::string& path, const std::string& fields) { return post_open("/account", path, fields); }

    Answer sign_in(const std::string& email, const std::string& password = "correct+horse+battery+staple") {
        return post_open("/sign-in", "/sign-in", "email=" + email + "&password=" + password + "&next=%2F");
    }

    [[nodiscard]] std::string cookie(const std::string& name) const {
        const auto found = cookies_.find(name);
        return found == cookies_.end() ? "" : found->second;
    }

    /// Of all that it holds, by alphabet.
    [[nodiscard]] std::vector<std::string> cookie_names() const {
        std::vector<std::string> names;
        for (const auto& [name, value] : cookies_) {
            names.push_back(name);
        }
        return names;
    }

    static std::string token_on(const std::string& html) {
        const std::string mark = "name=\"csrf_token\" value=\"";
        const auto at = html.find(mark);
        return at == std::string::npos ? ""
                                       : html.substr(at + mark.size(), html.find('"', at + mark.size()) - at - mark.size());
    }

private:
    RecordingClient::Headers headers() const {
        std::string all;
        for (const auto& [name, value] : cookies_) {
            all += (all.empty() ? "" : "; ") + name + "=" + value;
        }
        return all.empty() ? RecordingClient::Headers{} : RecordingClient::Headers{{"Cookie", all}};
    }

    Answer keep(Answer answer) {
        const auto range = answer.headers.equal_range("set-cookie");
        for (auto row = range.first; row != range.second; ++row) {
            const auto pair = row->second.substr(0, row->second.find(';'));
            const auto name = pair.substr(0, pair.find('='));
            if (row->second.find("Max-Age=0") != std::string::npos) {
                cookies_.erase(name);
            } else {
                cookies_[name] = pair.substr(pair.find('=') + 1);
            }
        }
        return answer;
    }

    std::unique_ptr<RecordingClient> client_;
    std::map<std::string, std::string> cookies_;
};

}  // namespace tillnote::test
