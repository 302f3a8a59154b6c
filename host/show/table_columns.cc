#include "show/table_columns.h"

#include <array>

namespace replicas {

namespace {

constexpr std::array columns = {
    TableColumn{"T", "", 3, 1, "temperature in units of the loss"},
    TableColumn{"P*T", "p_t", 2, 1, "temperature that one of the P examples feels"},
    TableColumn{"step size", "step_size", 2, 1, "eta"},
    TableColumn{"loss", "loss_mean", 3, 1, "<L>, mean over the examples, without confinement"},
    TableColumn{"d_mean", "d_mean", 3, 1, "2(<L> - L0)/T"},
    TableColumn{"exact", "exact_d_mean", 3, 1, "d_mean by the potential's exact law"},
    TableColumn{"d_var", "d_var", 3, 1, "2 Var L/T^2"},
    TableColumn{"exact", "exact_d_var", 3, 1, "d_var likewise"},
    TableColumn{"d_heat", "d_heat", 3, 1, "2 d<L>/dT"},
    TableColumn{"exact", "exact_d_heat", 3, 1, "d_heat likewise"},
    TableColumn{"llc", "llc", 3, 1, "d_mean/2"},
    TableColumn{"n_act", "n_act", 3, 1, "examples with l/P > 0.08237 T"},
    TableColumn{"curvature", "curvature", 3, 1, "<grad L . grad U>/T"},
    TableColumn{"tr H", "hessian_trace", 3, 1, "trace of the Hessian of L, by Hutchinson's probes"},
    TableColumn{"T_conf/T", "t_conf", 3, 1, "curvature/tr H"},
    TableColumn{"T_gauge/T", "t_gauge", 3, 1, "from the gauge modes of the output layer"},
    TableColumn{"|w|^2", "weight_norm2", 3, 1, "sum of the squared weights"},
    TableColumn{"error %", "training_error", 2, 100, "wrong labels of the training data"},
    TableColumn{"test loss", "test_loss", 3, 1, "<L> on the test data"},
    TableColumn{"test error %", "test_error", 2, 100, "wrong labels of the test data"},
    TableColumn{"tau", "tau", 3, 1, "autocorrelation time of L, in steps"},
    TableColumn{"ESS", "ess", 3, 1, "effective number of samples"},
    TableColumn{"R-hat", "rhat", 4, 1, "1 when all replicas tell the same"},
};

}  // namespace

std::span<const TableColumn> table_columns() { return columns; }

}  // namespace replicas
