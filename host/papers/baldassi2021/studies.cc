#include "papers/paper.h"

namespace replicas {

Paper baldassi2021() { return {"baldassi2021", "", "", "", [](const Form&) { return std::vector<Study>{}; }}; }

}  // namespace replicas
