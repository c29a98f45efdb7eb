#include "server/render/qr_code.hpp"

#include <zint.h>

#include <memory>
#include <stdexcept>

namespace tillnote::render {
namespace {

constexpr std::size_t bytes_max = 1'500;
constexpr int quiet_modules = 4;
constexpr int level_m = 2;

struct DeleteSymbol {
    void operator()(zint_symbol* symbol) const { ZBarcode_Delete(symbol); }
};

bool is_dark(const zint_symbol& symbol, int row, int column) {
    return (symbol.encoded_data[row][column / 8] >> (column % 8) & 1) != 0;
}

void append_run(std::string& path, int row, int from, int to) {
    const std::string width = std::to_string(to - from);
    for (const auto& piece :
         {std::string("M"), std::to_string(from + quiet_modules), std::string(" "), std::to_string(row + quiet_modules),
          std::string("h"), width, std::string("v1h-"), width, std::string("z")}) {
        path.append(piece);
    }
}

}  // namespace

QrCode encode_qr(std::string_view text) {
    if (text.empty() || text.size() > bytes_max) {
        throw std::logic_error("a QR code takes 1 to 1,500 bytes here");
    }
    const std::unique_ptr<zint_symbol, DeleteSymbol> symbol{ZBarcode_Create()};
    if (!symbol) {
        throw std::bad_alloc();
    }
    symbol->symbology = BARCODE_QRCODE;
    symbol->option_1 = level_m;
    std::string source(text);
    if (ZBarcode_Encode(symbol.get(), reinterpret_cast<unsigned char*>(source.data()), static_cast<int>(source.size())) >=
        ZINT_ERROR) {
        throw std::logic_error(std::string("Zint cannot encode this: ") + symbol->errtxt);
    }
    QrCode code{symbol->width + 2 * quiet_modules, {}};
    for (int row = 0; row < symbol->rows; ++row) {
        int column = 0;
        while (column < symbol->width) {
            const int from = column;
            while (column < symbol->width && is_dark(*symbol, row, column)) {
                ++column;
            }
            if (column > from) {
                append_run(code.dark, row, from, column);
            } else {
                ++column;
            }
        }
    }
    return code;
}

}  // namespace tillnote::render
