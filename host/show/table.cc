#include "show/table.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>

#include "show/number.h"
#include "show/report.h"

namespace replicas {

namespace {

/// A column as text: header, then one cell per temperature, all of one width.
using Cells = std::vector<std::string>;

constexpr std::size_t gap = 2;

/// Decimal points below each other: pads each number to the longest part before and after its point.
void align(Cells& cells) {
  const auto whole = [](const std::string& cell) { return std::min(cell.find_first_of(".(e"), cell.size()); };
  std::size_t before = 0, after = 0;
  for (const std::string& cell : cells) {
    before = std::max(before, whole(cell));
    after = std::max(after, cell.size() - whole(cell));
  }
  for (std::string& cell : cells) {
    const std::size_t left = before - whole(cell), right = after - (cell.size() - whole(cell));
    cell = std::string(left, ' ') + cell + std::string(right, ' ');
  }
}

Cells text_of(const TableColumn& shown, const Results& results) {
  const Column* const column = results.find_column(shown.name);
  std::vector<double> values = column ? column->values : results.temperature;
  std::vector<double> errors = column ? column->error : std::vector<double>();
  errors.resize(values.size());
  Notation notation = Notation::fixed;
  for (std::size_t row = 0; row < values.size(); ++row) {
    values[row] *= shown.factor;
    errors[row] *= shown.factor;
    if (!short_in_fixed(values[row])) notation = Notation::scientific;
  }
  Cells cells;
  for (std::size_t row = 0; row < values.size(); ++row)
    cells.push_back(number(values[row], errors[row], shown.digits, notation));
  align(cells);
  cells.insert(cells.begin(), std::string(shown.header));
  std::size_t width = 0;
  for (const std::string& cell : cells) width = std::max(width, cell.size());
  for (std::string& cell : cells) cell.insert(0, width - cell.size(), ' ');
  return cells;
}

std::string block(const std::vector<Cells>& columns) {
  std::string text;
  for (std::size_t line = 0; line < columns.front().size(); ++line) {
    std::string joined;
    for (const Cells& cells : columns) joined += (joined.empty() ? "" : std::string(gap, ' ')) + cells[line];
    text += joined.substr(0, joined.find_last_not_of(' ') + 1) + "\n";
  }
  return text + "\n";
}

/// The columns as they are shown: d_var, which needs no L0, before d_mean where L0 is doubtful.
std::vector<TableColumn> in_order(const Results& results) {
  std::vector<TableColumn> columns(table_columns().begin(), table_columns().end());
  const auto doubtful = results.integers.find("ground_loss_doubtful");
  if (doubtful == results.integers.end() || doubtful->second == 0) return columns;
  const auto d_mean = std::ranges::find(columns, "d_mean", &TableColumn::name);
  std::rotate(d_mean, std::ranges::find(columns, "d_var", &TableColumn::name),
              std::ranges::find(columns, "d_var", &TableColumn::name) + 1);
  return columns;
}

}  // namespace

std::string table(const Results& results, int width) {
  const auto room = static_cast<std::size_t>(std::max(width, 40));
  std::string text, legend;
  const auto add_lines = [&text, room](const std::string& words) {
    for (const std::string& line : wrap(words, room)) text += line + "\n";
    text += "\n";
  };
  add_lines(headline(results));

  std::vector<Cells> columns;
  std::size_t used = 0;
  Cells temperatures;
  for (const TableColumn& shown : in_order(results)) {
    if (!shown.name.empty() && !results.find_column(shown.name)) continue;
    Cells cells = text_of(shown, results);
    legend += fmt::format("{}: {}; ", shown.header, shown.legend);
    if (shown.name.empty()) temperatures = cells;
    if (!columns.empty() && used + gap + cells[0].size() > room) {
      text += block(columns);
      columns = {temperatures};
      used = temperatures[0].size();
    }
    used += (columns.empty() ? 0 : gap) + cells[0].size();
    columns.push_back(std::move(cells));
  }
  text += block(columns);
  add_lines(legend + "24.1(3) is 24.1 +- 0.3, one standard error over replicas; -: not available.");
  const auto origin = results.attributes.find("ground_loss_origin");
  if (origin != results.attributes.end() && results.column("d_mean")) add_lines(fmt::format("L0: {}.", origin->second));
  return text + sentences(results, static_cast<int>(room));
}

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
