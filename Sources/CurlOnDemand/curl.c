// libcurl, opened when it is first used.
//
// Foundation's networking calls libcurl, which has no complete static form on Debian. The program of `make build` is linked
// with these functions in its place (Makefile), so that it starts without libcurl and needs it only for HTTP: for a table
// at an endpoint, and for keys of identity providers at an address. It is no target of the package: a program that is
// linked dynamically has libcurl through Foundation.
//
// Every function of libcurl that Foundation calls takes at most six integers or pointers, which the calling conventions of
// x86-64 and AArch64 pass in registers whatever their types, and those of `...` alike: each is handed on as it comes.

#include <dlfcn.h>
#include <stdio.h>
#include <unistd.h>

typedef long (*any_function)(long, ...);

static void *library(void) {
    static void *handle;
    if (handle) return handle;
    handle = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
    if (!handle) handle = dlopen("libcurl-gnutls.so.4", RTLD_NOW | RTLD_LOCAL);
    return handle;
}

static any_function find(const char *name) {
    void *handle = library();
    any_function function = handle ? (any_function)dlsym(handle, name) : 0;
    if (function) return function;
    fprintf(stderr, "lexi: calling other services needs libcurl (%s): apt-get install libcurl4 ca-certificates\n", name);
    // No HTTP can be done and Foundation has no way to report it; what is in the table's file stays as it was committed.
    _exit(1);
}

#define HAND_ON(name) \
    long name(long a, long b, long c, long d, long e, long f) { \
        static any_function function; \
        if (!function) function = find(#name); \
        return function(a, b, c, d, e, f); \
    }

HAND_ON(curl_easy_cleanup)
HAND_ON(curl_easy_getinfo)
HAND_ON(curl_easy_init)
HAND_ON(curl_easy_pause)
HAND_ON(curl_easy_setopt)
HAND_ON(curl_easy_strerror)
HAND_ON(curl_free)
HAND_ON(curl_global_init)
HAND_ON(curl_multi_add_handle)
HAND_ON(curl_multi_assign)
HAND_ON(curl_multi_cleanup)
HAND_ON(curl_multi_info_read)
HAND_ON(curl_multi_init)
HAND_ON(curl_multi_remove_handle)
HAND_ON(curl_multi_setopt)
HAND_ON(curl_multi_socket_action)
HAND_ON(curl_slist_append)
HAND_ON(curl_slist_free_all)
HAND_ON(curl_url)
HAND_ON(curl_url_get)
HAND_ON(curl_url_set)
HAND_ON(curl_version)
HAND_ON(curl_version_info)
