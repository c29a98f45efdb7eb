// Boost.JSON is built here, so that nobody needs its shared library.
#include <boost/json/src.hpp>
