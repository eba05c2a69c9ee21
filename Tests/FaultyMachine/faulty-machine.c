// Preloaded into `lexi` by tests (`LD_PRELOAD`): a machine whose disk cannot sync or takes no more, and whose wall clock steps.
//
// The file that FAULTY_MACHINE names holds three numbers of 64 bits, which the test may change at any time: the seconds that
// the wall clock is ahead, whether the syncs of checkpoints fail, and the error with which writes to a database and its
// write-ahead log fail (0 for none). To the file that FAULTY_MACHINE_SYNCS names the path
// of each folder is added that is synced.

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

struct faults {
    int64_t clock_step;
    int64_t checkpoints_fail;
    int64_t write_error;
};

static const volatile struct faults *faults;
static int syncs = -1;

__attribute__((constructor)) static void begin(void) {
    const char *list = getenv("FAULTY_MACHINE_SYNCS");
    if (list) syncs = open(list, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    const char *path = getenv("FAULTY_MACHINE");
    int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (file < 0) return;
    void *memory = mmap(NULL, sizeof *faults, PROT_READ, MAP_SHARED, file, 0);
    close(file);
    if (memory != MAP_FAILED) faults = memory;
}

// Whether the file is a database with something in its write-ahead log: what is synced then is a checkpoint.
static int is_checkpoint(int file) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - sizeof "-wal");
    if (length < 7 || memcmp(path + length - 7, ".sqlite", 7) != 0) return 0;
    memcpy(path + length, "-wal", sizeof "-wal");
    struct stat status;
    return stat(path, &status) == 0 && status.st_size > 0;
}

static void list_folder(int file) {
    char link[64], path[4096];
    struct stat status;
    if (fstat(file, &status) != 0 || !S_ISDIR(status.st_mode)) return;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0) return;
    path[length] = '\n';
    if (write(syncs, path, (size_t)length + 1) < 0) abort();
}

static int synchronize(long call, int file) {
    if (syncs >= 0) list_folder(file);
    if (faults && faults->checkpoints_fail && is_checkpoint(file)) {
        errno = EIO;
        return -1;
    }
    return (int)syscall(call, file);
}

static int is_database(int file) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    return strstr(path, ".sqlite") != NULL;
}

static ssize_t put(int file, const void *bytes, size_t count, int64_t offset) {
    if (faults && faults->write_error && is_database(file)) {
        errno = (int)faults->write_error;
        return -1;
    }
    return syscall(SYS_pwrite64, file, bytes, count, offset);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t offset) { return put(file, bytes, count, offset); }

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t offset) { return put(file, bytes, count, offset); }

int fsync(int file) { return synchronize(SYS_fsync, file); }

int fdatasync(int file) { return synchronize(SYS_fdatasync, file); }

int clock_gettime(clockid_t clock, struct timespec *now) {
    int code = (int)syscall(SYS_clock_gettime, clock, now);
    if (code == 0 && faults && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) now->tv_sec += faults->clock_step;
    return code;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    (void)zone;
    struct timespec exact;
    if (clock_gettime(CLOCK_REALTIME, &exact) != 0) return -1;
    now->tv_sec = exact.tv_sec;
    now->tv_usec = exact.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *result) {
    struct timespec now;
    if (clock_gettime(CLOCK_REALTIME, &now) != 0) return -1;
    if (result) *result = now.tv_sec;
    return now.tv_sec;
}
