#include "show/table_columns.h"

#include <array>

namespace replicas {

namespace {

double as_it_is(double) { return 1; }
double percent(double) { return 100; }
double per_temperature(double temperature) { return 1 / temperature; }

constexpr std::array columns = {
    TableColumn{"T", "", 3, as_it_is, "temperature in units of the loss"},
    TableColumn{"P*T", "p_t", 2, as_it_is, "temperature that one of the P examples feels"},
    TableColumn{"step size", "step_size", 2, as_it_is, "eta"},
    TableColumn{"loss", "loss_mean", 3, as_it_is, "<L>, mean over the examples, without confinement"},
    TableColumn{"d_mean", "d_mean", 3, as_it_is, "2(<L> - L0)/T"},
    TableColumn{"d_var", "d_var", 3, as_it_is, "2 Var L/T^2"},
    TableColumn{"d_heat", "d_heat", 3, as_it_is, "2 d<L>/dT"},
    TableColumn{"llc", "llc", 3, as_it_is, "d_mean/2"},
    TableColumn{"n_act", "n_act", 3, as_it_is, "examples with l/P > 0.08237 T"},
    TableColumn{"curvature", "curvature", 3, as_it_is, "<grad L . grad U>/T"},
    TableColumn{"tr H", "hessian_trace", 3, as_it_is, "trace of the Hessian of L, by Hutchinson's probes"},
    TableColumn{"T_conf/T", "t_conf", 3, per_temperature, "curvature/tr H"},
    TableColumn{"T_gauge/T", "t_gauge", 3, per_temperature, "from the gauge modes of the output layer"},
    TableColumn{"|w|^2", "weight_norm2", 3, as_it_is, "sum of the squared weights"},
    TableColumn{"error %", "training_error", 2, percent, "wrong labels of the training data"},
    TableColumn{"test loss", "test_loss", 3, as_it_is, "<L> on the test data"},
    TableColumn{"test error %", "test_error", 2, percent, "wrong labels of the test data"},
    TableColumn{"tau", "tau", 3, as_it_is, "autocorrelation time of L, in steps"},
    TableColumn{"ESS", "ess", 3, as_it_is, "effective number of samples"},
    TableColumn{"R-hat", "rhat", 4, as_it_is, "1 when all replicas tell the same"},
};

}  // namespace

std::span<const TableColumn> table_columns() { return columns; }

}  // namespace replicas
