#include "tests/fuzz/targets.hpp"

#include <cstddef>
#include <cstdint>

/// What libFuzzer calls; TILLNOTE_FUZZ_TARGET names the function of targets.hpp.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    tillnote::fuzz::TILLNOTE_FUZZ_TARGET({reinterpret_cast<const char*>(bytes), size});
    return 0;
}
