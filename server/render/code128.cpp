#include "server/render/code128.hpp"

#include <zint.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <stdexcept>
#include <string>

namespace tillnote::render {
namespace {

constexpr std::size_t characters_max = 40;

struct DeleteSymbol {
    void operator()(zint_symbol* symbol) const { ZBarcode_Delete(symbol); }
};

}  // namespace

Code128 encode_code128(std::string_view text) {
    const bool printable = std::all_of(text.begin(), text.end(), [](char letter) { return letter >= ' ' && letter <= '~'; });
    if (text.empty() || text.size() > characters_max || !printable) {
        throw std::logic_error("Code 128 takes 1 to 40 printable ASCII characters here");
    }
    const std::unique_ptr<zint_symbol, DeleteSymbol> symbol{ZBarcode_Create()};
    if (!symbol) {
        throw std::bad_alloc();
    }
    symbol->symbology = BARCODE_CODE128;
    symbol->show_hrt = 0;
    std::string source(text);
    const int failed = ZBarcode_Encode_and_Buffer_Vector(symbol.get(), reinterpret_cast<unsigned char*>(source.data()),
                                                         static_cast<int>(source.size()), 0);
    if (failed >= ZINT_ERROR) {
        throw std::logic_error(std::string("Zint cannot encode this: ") + symbol->errtxt);
    }
    Code128 code{symbol->width, {}};
    const float module = symbol->vector->width / static_cast<float>(symbol->width);
    for (const zint_vector_rect* rect = symbol->vector->rectangles; rect != nullptr; rect = rect->next) {
        code.bars.push_back(
            {static_cast<int>(std::lround(rect->x / module)), static_cast<int>(std::lround(rect->width / module))});
    }
    return code;
}

}  // namespace tillnote::render
