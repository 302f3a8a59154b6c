#include "system/network/network_pass.h"

namespace replicas {

template Evaluation<float> network_pass(const Network&, const Dataset&, std::span<const float>, std::span<const float>,
                                        const NetworkRules&);
template Evaluation<double> network_pass(const Network&, const Dataset&, std::span<const double>,
                                         std::span<const double>, const NetworkRules&);

}  // namespace replicas
