// Linux calls that `import Glibc` does not declare.
#include <sys/epoll.h>
#include <sys/eventfd.h>
