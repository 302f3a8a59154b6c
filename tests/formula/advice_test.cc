// What a verdict tells the user to do fits the options of the run itself.
#include "observe/verdicts/advice.h"

#include <gtest/gtest.h>

#include "formula/sound_run.h"
#include "observe/verdicts/judgement.h"

namespace replicas {
namespace {

std::string said(const Measurements& run, const std::string& check, Verdict::Kind kind) {
  std::string text;
  for (const Verdict& verdict : analysed(run).verdicts)
    if (verdict.check == check && verdict.kind == kind) text += verdict.sentence + "\n";
  return text;
}

bool holds(const std::string& text, const std::string& part) { return text.find(part) != text.npos; }

TEST(Advice, AutoIsNotAdvisedToWhoHasIt) {
  Measurements run = sound_run();
  run.curvature_checks[0][recorded::largest_eigenvalue].assign(48, 50.0);
  run.divergences.push_back({17, 900});
  for (const char* check : {"step_size", "divergence"}) {
    run.automatic_step_size = false;
    EXPECT_TRUE(holds(said(run, check, Verdict::Kind::failure), "use a smaller <step-size>, or auto")) << check;
    run.automatic_step_size = true;
    const std::string text = said(run, check, Verdict::Kind::failure);
    EXPECT_FALSE(holds(text, "or auto")) << text;
    EXPECT_TRUE(holds(text, "in place of auto's <step-size> try <step-size> 0.025,0.025,0.025")) << text;
  }
  run.ensemble.dynamics.step_sizes.assign(20, 0.05);  // too many to be written out
  EXPECT_EQ(smaller_steps(run), "in place of auto's <step-size> try half of each");
}

TEST(Advice, InputsThatAreFarFromOneAreNamedFirst) {
  Measurements run = sound_run();
  EXPECT_FALSE(holds(smaller_steps(run), "scale"));
  change_datasets(run.ensemble, [](std::vector<Dataset>& all) { all[0].values[1] = -255; });
  EXPECT_EQ(smaller_steps(run), "scale the inputs (they reach 255), or use a smaller <step-size>, or auto");
  run.automatic_step_size = true;
  EXPECT_TRUE(smaller_steps(run).starts_with("scale the inputs (they reach 255), or in place of auto's"));
}

TEST(Advice, TheUpdateThatHasNoBiasIsNotAdvisedToWhoHasIt) {
  Measurements run = sound_run();
  run.ensemble.dynamics.update = Update::lm;
  run.curvature_checks[0][recorded::largest_eigenvalue].assign(48, 50.0);
  EXPECT_FALSE(holds(said(run, "step_size_bias", Verdict::Kind::failure), "<update> lm"));
}

TEST(Advice, AStoppedRunIsToldToGoOn) {
  Measurements run = sound_run();
  run.blocks.resize(4);
  EXPECT_TRUE(
      holds(said(run, "stationarity", Verdict::Kind::failure),
            "the 160 samples after burn-in fill 4 blocks of the length planned for this run, and 8 are needed; use "
            "more <steps>"));
  run.planned_steps = 2 * run.steps;
  const std::string text = said(run, "stationarity", Verdict::Kind::failure);
  EXPECT_TRUE(holds(text, "let the run go on to its 400000 steps")) << text;
  EXPECT_FALSE(holds(text, "more <steps>")) << text;
}

TEST(Advice, TheConfinementToWeakenIsTheOneThatIsThere) {
  Measurements run = sound_run();
  EXPECT_EQ(weaker_confinement(run.ensemble), "a wider <prior>");
  run.ensemble.confinement.kind = Confinement::Kind::decay;
  EXPECT_EQ(weaker_confinement(run.ensemble), "a smaller <weight-decay>");
  run.ensemble.confinement.kind = Confinement::Kind::none;
  EXPECT_EQ(weaker_confinement(run.ensemble), "");
}

}  // namespace
}  // namespace replicas
