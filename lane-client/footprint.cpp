#include "lane-client/footprint.hpp"

#include <cstddef>
#include <cstdint>

#include <link.h>
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

namespace tillnote::lane {
namespace {

int release_object(dl_phdr_info* object, std::size_t, void*) {
    const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
    for (int at = 0; at < object->dlpi_phnum; ++at) {
        const auto& segment = object->dlpi_phdr[at];
        // Only what is never written: dropping such a page loses nothing.
        if (segment.p_type == PT_LOAD && (segment.p_flags & PF_W) == 0) {
            // The loader tells where a segment lies as a number.
            const std::uintptr_t begin = (object->dlpi_addr + segment.p_vaddr) & ~(page - 1);
            const std::uintptr_t end = object->dlpi_addr + segment.p_vaddr + segment.p_memsz;
            ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);  // NOLINT(performance-no-int-to-ptr)
        }
    }
    return 0;
}

}  // namespace

void release_idle_memory() noexcept {
    ::malloc_trim(0);
    ::dl_iterate_phdr(release_object, nullptr);
}

}  // namespace tillnote::lane
