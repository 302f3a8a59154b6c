#include "papers/paper.h"

namespace replicas {

Paper baldassi2020() { return {"baldassi2020", "", "", "", [](const Form&) { return std::vector<Study>{}; }}; }

}  // namespace replicas
