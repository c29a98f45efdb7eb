#include "server/render/form_field.hpp"

#include "server/render/phrases.hpp"
#include "server/render/problem_words.hpp"
#include "server/render/templates.hpp"

namespace tillnote::render {
namespace {

using Data = kainjow::mustache::data;

}  // namespace

Data problem_of_field(const std::optional<Error>& problem, std::string_view name, domain::Language language) {
    const bool wrong = problem && (problem->field == name || problem->field == '/' + std::string{name});
    return wrong ? text(problem_detail(*problem, language)) : Data{false};
}

FieldList::FieldList(std::string_view form, const std::optional<Error>& problem, domain::Language language)
    : form_(form), problem_(problem), language_(language) {}

/// Every tag of the template is set: one that is not would be looked for around the field.
Data FieldList::begin(const FormField& field) const {
    Data data;
    data.set("field_id", text(form_ + '-' + std::string{field.name}));
    data.set("field_name", text(field.name));
    data.set("field_label", std::string{in_language(language_, field.label_en, field.label_es)});
    data.set("field_size", optional_text(field.size));
    data.set("field_input", Data{false});
    data.set("field_choice", Data{false});
    data.set("field_tick", Data{false});
    data.set("field_required", Data{field.required});
    data.set("field_problem", problem_of_field(problem_, field.name, language_));
    return data;
}

void FieldList::add(const FormField& field, std::string_view value) {
    Data input;
    input.set("field_type", std::string{field.type});
    input.set("field_value", text(value));
    input.set("field_code", Data{field.is_code});
    input.set("field_max", field.characters_max > 0 ? Data{std::to_string(field.characters_max)} : Data{false});
    input.set("field_list", optional_text(field.list));
    Data data = begin(field);
    data.set("field_input", input);
    fields_.push_back(data);
}

void FieldList::add_choice(const FormField& field, const std::vector<FieldChoice>& choices, std::string_view value) {
    Data options{Data::type::list};
    for (const FieldChoice& choice : choices) {
        Data option;
        option.set("value", text(choice.value));
        option.set("label", text(choice.label));
        option.set("selected", Data{choice.value == value});
        options.push_back(option);
    }
    Data choice;
    choice.set("field_options", options);
    Data data = begin(field);
    data.set("field_choice", choice);
    fields_.push_back(data);
}

void FieldList::add_tick(const FormField& field, bool ticked) {
    Data tick;
    tick.set("field_ticked", Data{ticked});
    Data data = begin(field);
    data.set("field_tick", tick);
    fields_.push_back(data);
}

}  // namespace tillnote::render
