#pragma once

#include "schema/catalog.hpp"

#include <string>

namespace tillnote::render {

enum class PaperSize { letter, a4 };
enum class SheetLanguage { only_english, only_spanish, both };
/// `large` is read from further away and by older scanners, on about twice the paper.
enum class BarSize { normal, large };

/// What a lane with nothing but a scanner taps from.
struct ReasonSheet {
    std::string store;  ///< name people read
    Catalog catalog;    ///< of the day, departments in this store's walking order
    PaperSize paper = PaperSize::letter;
    SheetLanguage language = SheetLanguage::both;
    BarSize bars = BarSize::normal;
};

/// A page to print, complete in itself: each reason with its label and a Code 128 bar of "~TN" and its code, under the
/// heading of its department; undo is one of them. Pure; any thread.
[[nodiscard]] std::string render_reason_sheet(const ReasonSheet& sheet);

}  // namespace tillnote::render
