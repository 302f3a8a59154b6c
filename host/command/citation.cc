#include "command/citation.h"

#include <spdlog/fmt/fmt.h>

#include "model/version.h"

namespace replicas {

namespace {

constexpr const char* in_words =
    R"(If you use replicas, please cite the program and the study it grew out of:

  replicas: replica-ensemble Langevin sampling of neural-network loss landscapes, version {}.
  Jules et al., Charting the Topography of the Neural Network Landscape with Thermal-Like Noise, arXiv:2304.01335.

Update rule lm: Leimkuhler and Matthews, arXiv:1203.5428. R-hat and ESS: Vehtari et al., arXiv:1903.08008.
Local learning coefficient: arXiv:2402.03698. Philox4x32-10: Salmon et al., SC 2011.

As BibTeX:

)";

constexpr const char* program_entry = R"(@software{{replicas,
  author  = {{{{the replicas authors}}}},
  title   = {{replicas: replica-ensemble Langevin sampling of neural-network loss landscapes}},
  version = {{{}}},
}}

)";

constexpr const char* other_entries = R"(@misc{jules2023,
  author = {Jules, Theo and others},
  title  = {Charting the Topography of the Neural Network Landscape with Thermal-Like Noise},
  year   = {2023}, eprint = {2304.01335}, archivePrefix = {arXiv},
}

@misc{leimkuhler2012,
  author = {Leimkuhler, Benedict and Matthews, Charles},
  title  = {Rational Construction of Stochastic Numerical Methods for Molecular Sampling},
  year   = {2012}, eprint = {1203.5428}, archivePrefix = {arXiv},
}

@misc{vehtari2019,
  author = {Vehtari, Aki and others},
  title  = {Rank-Normalization, Folding, and Localization: An Improved {R}-hat for Assessing Convergence of {MCMC}},
  year   = {2019}, eprint = {1903.08008}, archivePrefix = {arXiv},
}

@misc{furman2024,
  author = {Furman, Zach and Lau, Edmund},
  title  = {Estimating the Local Learning Coefficient at Scale},
  year   = {2024}, eprint = {2402.03698}, archivePrefix = {arXiv},
}

@inproceedings{salmon2011,
  author    = {Salmon, John K. and Moraes, Mark A. and Dror, Ron O. and Shaw, David E.},
  title     = {Parallel Random Numbers: As Easy as 1, 2, 3},
  booktitle = {SC '11}, year = {2011}, doi = {10.1145/2063384.2063405},
}
)";

}  // namespace

std::string citation() {
  return fmt::format(fmt::runtime(in_words), version) + fmt::format(fmt::runtime(program_entry), version) +
         other_entries;
}

}  // namespace replicas
