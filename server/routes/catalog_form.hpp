#pragma once

#include "schema/reason_text.hpp"
#include "server/domain/dated_catalog.hpp"
#include "server/routes/form.hpp"

#include <functional>
#include <string>
#include <vector>

/// What the forms of the catalog's editor ask for. Pure.
namespace tillnote::routes {

/// The catalog of a day as a form wants it, made of the one that stands. Errors name the form's field.
using CatalogEdit = std::function<Result<Catalog>(const Form&, const Catalog& base)>;

/// As typed; a tick that is missing is none.
[[nodiscard]] ReasonText typed_reason(const Form& form);
/// As the form would have it.
[[nodiscard]] ReasonText text_of(const Reason& reason);
/// "key1" to "key7" as typed, without those that are left empty.
[[nodiscard]] std::vector<std::string> typed_layout(const Form& form);

/// Adds the typed reason.
[[nodiscard]] Result<Catalog> add_typed_reason(const Form& form, const Catalog& base);
/// Gives `code` the typed labels, owner and flags.
[[nodiscard]] CatalogEdit reword_typed_reason(std::string code);
/// Makes the typed keys the first screen; the mistake names its key.
[[nodiscard]] Result<Catalog> put_typed_layout(const Form& form, const Catalog& base);

}  // namespace tillnote::routes
