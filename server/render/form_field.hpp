#pragma once

#include "schema/error.hpp"
#include "server/domain/language.hpp"

#include <kainjow/mustache.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The fields of a form as templates/form_field.mustache shows them, each with what was typed and what is wrong with it.
/// Pure; any thread.
namespace tillnote::render {

struct FieldChoice {
    std::string value;
    std::string label;
};

/// What is wrong with the field `name`, or false: also where there is no problem, or it is about another field.
[[nodiscard]] kainjow::mustache::data problem_of_field(const std::optional<Error>& problem, std::string_view name,
                                                       domain::Language language);

/// One labelled field.
struct FormField {
    std::string_view name;  ///< of the form, and of the errors that are about it
    std::string_view label_en;
    std::string_view label_es;
    std::string_view type = "text";  ///< of the input
    std::string_view size{};         ///< "short" or "wide", or as it comes
    int characters_max = 0;          ///< 0: as many as you like
    bool is_code = false;            ///< an id: not a word of a language
    bool required = true;
    std::string_view list{};  ///< id of a datalist
};

/// The fields of one form, in order.
class FieldList {
public:
    /// `form` makes the ids of the page unlike those of its other forms. `problem`: of this form, or nothing.
    FieldList(std::string_view form, const std::optional<Error>& problem, domain::Language language);

    void add(const FormField& field, std::string_view value);
    /// One of `choices`; where `value` is none of them, none is chosen.
    void add_choice(const FormField& field, const std::vector<FieldChoice>& choices, std::string_view value);
    /// A box to tick.
    void add_tick(const FormField& field, bool ticked);

    [[nodiscard]] const kainjow::mustache::data& data() const noexcept { return fields_; }

private:
    kainjow::mustache::data begin(const FormField& field) const;

    std::string form_;
    const std::optional<Error> problem_;
    domain::Language language_;
    kainjow::mustache::data fields_{kainjow::mustache::data::type::list};
};

}  // namespace tillnote::render
