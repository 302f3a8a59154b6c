#include "papers/paper.h"

namespace replicas {

Paper baldassi2020gmm() { return {"baldassi2020gmm", "", "", "", [](const Form&) { return std::vector<Study>{}; }}; }

}  // namespace replicas
