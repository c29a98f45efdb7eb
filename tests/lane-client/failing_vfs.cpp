#include "tests/lane-client/failing_vfs.hpp"

#include <new>

#include <sqlite3.h>

namespace tillnote::lane::test {
namespace {

/// Our file, directly followed in memory by the system's.
struct File {
    sqlite3_file base;
    sqlite3_file* real;
};

sqlite3_vfs* system_vfs = nullptr;
sqlite3_io_methods methods{};
sqlite3_vfs vfs{};

sqlite3_file* real_of(sqlite3_file* file) {
    return reinterpret_cast<File*>(file)->real;
}

int close_file(sqlite3_file* file) {
    return real_of(file)->pMethods->xClose(real_of(file));
}
int read_file(sqlite3_file* file, void* to, int length, sqlite3_int64 at) {
    return real_of(file)->pMethods->xRead(real_of(file), to, length, at);
}
int write_file(sqlite3_file* file, const void* from, int length, sqlite3_int64 at) {
    if (FailingVfs::disk_full) {
        return SQLITE_FULL;
    }
    return real_of(file)->pMethods->xWrite(real_of(file), from, length, at);
}
int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
    return real_of(file)->pMethods->xTruncate(real_of(file), size);
}
int sync_file(sqlite3_file* file, int flags) {
    if (FailingVfs::fail_syncs > 0) {
        --FailingVfs::fail_syncs;
        return SQLITE_IOERR_FSYNC;
    }
    ++FailingVfs::syncs;
    return FailingVfs::skip_syncs ? SQLITE_OK : real_of(file)->pMethods->xSync(real_of(file), flags);
}
int file_size(sqlite3_file* file, sqlite3_int64* size) {
    return real_of(file)->pMethods->xFileSize(real_of(file), size);
}
int lock_file(sqlite3_file* file, int level) {
    return real_of(file)->pMethods->xLock(real_of(file), level);
}
int unlock_file(sqlite3_file* file, int level) {
    return real_of(file)->pMethods->xUnlock(real_of(file), level);
}
int check_lock(sqlite3_file* file, int* reserved) {
    return real_of(file)->pMethods->xCheckReservedLock(real_of(file), reserved);
}
int control(sqlite3_file* file, int operation, void* argument) {
    return real_of(file)->pMethods->xFileControl(real_of(file), operation, argument);
}
int sector_size(sqlite3_file* file) {
    return real_of(file)->pMethods->xSectorSize(real_of(file));
}
int characteristics(sqlite3_file* file) {
    return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}

int open_file(sqlite3_vfs*, const char* path, sqlite3_file* file, int flags, int* opened_as) {
    auto* ours = new (file) File{};
    ours->real = reinterpret_cast<sqlite3_file*>(ours + 1);
    const int code = system_vfs->xOpen(system_vfs, path, ours->real, flags, opened_as);
    ours->base.pMethods = ours->real->pMethods == nullptr ? nullptr : &methods;
    return code;
}

}  // namespace

void FailingVfs::reset() {
    fail_syncs = 0;
    disk_full = false;
    skip_syncs = false;
    syncs = 0;
}

void FailingVfs::register_once() {
    if (system_vfs != nullptr) {
        return;
    }
    system_vfs = sqlite3_vfs_find(nullptr);
    // Version 1 has no shared memory: an outbox that needed it would fail here.
    methods.iVersion = 1;
    methods.xClose = close_file;
    methods.xRead = read_file;
    methods.xWrite = write_file;
    methods.xTruncate = truncate_file;
    methods.xSync = sync_file;
    methods.xFileSize = file_size;
    methods.xLock = lock_file;
    methods.xUnlock = unlock_file;
    methods.xCheckReservedLock = check_lock;
    methods.xFileControl = control;
    methods.xSectorSize = sector_size;
    methods.xDeviceCharacteristics = characteristics;
    vfs = *system_vfs;
    vfs.pNext = nullptr;
    vfs.zName = name;
    vfs.szOsFile = static_cast<int>(sizeof(File)) + system_vfs->szOsFile;
    vfs.xOpen = open_file;
    sqlite3_vfs_register(&vfs, 0);
}

}  // namespace tillnote::lane::test
