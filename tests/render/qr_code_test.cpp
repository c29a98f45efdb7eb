#include "server/render/qr_code.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <regex>

namespace tillnote::render {
namespace {

const std::string link =
    "otpauth://totp/Tillnote:m.oak-street%40demo.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer="
    "Tillnote&algorithm=SHA1&digits=6&period=30";

/// The modules of the path, true where dark.
std::vector<std::vector<bool>> modules_of(const QrCode& code) {
    std::vector<std::vector<bool>> modules(static_cast<std::size_t>(code.size),
                                           std::vector<bool>(static_cast<std::size_t>(code.size)));
    const std::regex run("M(\\d+) (\\d+)h(\\d+)v1h-(\\d+)z");
    for (std::sregex_iterator at(code.dark.begin(), code.dark.end(), run), end; at != end; ++at) {
        EXPECT_EQ((*at)[3], (*at)[4]);
        for (int column = 0; column < std::stoi((*at)[3]); ++column) {
            modules.at(std::stoul((*at)[2])).at(std::stoul((*at)[1]) + static_cast<std::size_t>(column)) = true;
        }
    }
    return modules;
}

TEST(QrCode, IsReadByAScanner) {
    const auto modules = modules_of(encode_qr(link));
    constexpr std::size_t scale = 6;
    const std::string file = testing::TempDir() + "tillnote_qr_test.pgm";
    std::ofstream picture(file, std::ios::binary);
    picture << "P5 " << modules.size() * scale << ' ' << modules.size() * scale << " 255\n";
    for (std::size_t row = 0; row < modules.size() * scale; ++row) {
        for (std::size_t column = 0; column < modules.size() * scale; ++column) {
            picture.put(modules[row / scale][column / scale] ? '\0' : '\xff');
        }
    }
    picture.close();
    FILE* const scanner = popen(("zbarimg --quiet --raw '" + file + "'").c_str(), "r");
    ASSERT_NE(scanner, nullptr);
    std::string read(1'000, '\0');
    read.resize(std::fread(read.data(), 1, read.size(), scanner));
    EXPECT_EQ(pclose(scanner), 0);
    std::remove(file.c_str());
    EXPECT_EQ(read, link + "\n");
}

TEST(QrCode, HasAQuietZoneOfFourModules) {
    const auto modules = modules_of(encode_qr(link));
    for (std::size_t edge = 0; edge < 4; ++edge) {
        for (std::size_t along = 0; along < modules.size(); ++along) {
            EXPECT_FALSE(modules[edge][along] || modules[along][edge]);
            EXPECT_FALSE(modules[modules.size() - 1 - edge][along] || modules[along][modules.size() - 1 - edge]);
        }
    }
    EXPECT_TRUE(modules[4][4]) << "a corner of a finder pattern";
}

TEST(QrCode, TakesALinkOfTheLongestAddress) {
    EXPECT_GT(encode_qr(std::string(1'500, 'x')).size, 0);
    EXPECT_THROW(static_cast<void>(encode_qr(std::string(1'501, 'x'))), std::logic_error);
    EXPECT_THROW(static_cast<void>(encode_qr("")), std::logic_error);
}

}  // namespace
}  // namespace tillnote::render
