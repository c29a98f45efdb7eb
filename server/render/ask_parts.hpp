#pragma once

#include "server/domain/ask_shelf.hpp"
#include "server/domain/digest.hpp"
#include "server/domain/language.hpp"

#include <kainjow/mustache.hpp>

#include <array>
#include <string>
#include <vector>

/// What the asks pages of a store and of a district have in common. Pure; any thread.
namespace tillnote::render {

/// What stands in the form: picked from the shelf, or typed and not accepted.
struct TypedAsk {
    std::string question_en;
    std::string question_es;
    std::array<std::string, limits::ask_answers_max> labels_en;
    std::array<std::string, limits::ask_answers_max> labels_es;
    std::string from;
    std::string to;
    std::string one_in;
};

/// Sets what templates/ask_form.mustache needs; `path` is where the form goes and the shelf leads.
void set_ask_form(kainjow::mustache::data& data, const std::string& path, const std::vector<domain::ReadyAsk>& shelf,
                  const TypedAsk& typed, domain::Language language);

/// "Running, Wed 11 Nov to Tue 24 Nov, one sale in 20."
[[nodiscard]] std::string ask_words(const domain::AskLine& ask, domain::AskState state, domain::Language language);
[[nodiscard]] std::string_view ask_state_words(domain::AskState state, domain::Language language);
/// "known" where the ask runs.
[[nodiscard]] std::string_view ask_tone(domain::AskState state) noexcept;
/// What the shares are of: without it nobody can read them.
[[nodiscard]] std::string denominator_words(const domain::AskLine& line, domain::Language language);
/// "74% (67–80)"; empty where there are too few answers for a share.
[[nodiscard]] std::string answer_share_words(const domain::AnswerLine& answer);

}  // namespace tillnote::render
