// Questions: the feedback of a chosen answer is said in the question's live region (it already shows without this
// script), and answers are kept (live/static/work.js) and come back with the page, shown but not said.

(() => {
  const { work } = self;
  const questions = [...document.querySelectorAll("fieldset.question")];
  const nameOf = (question) => question.querySelector("input").name;
  const askedIn = (question) => work.wordsOf(question.querySelector("legend"));
  const labelOf = (choice) => work.wordsOf(choice.querySelector("label"));

  /** {name of a question: what was chosen}; with all its words, as another build may number and order them anew. */
  function answers() {
    const chosen = questions.flatMap((question) => {
      const input = question.querySelector("input:checked");
      const choice = input?.closest(".choice");
      const right = choice?.classList.contains("right");
      const answer = choice && { choice: input.id, label: labelOf(choice), asked: askedIn(question), right };
      return answer ? [[nameOf(question), answer]] : [];
    });
    return Object.fromEntries(chosen);
  }

  /** The question that was answered: it asks the same; or, if none does, it has the name. */
  function questionOf(name, { asked }) {
    const named = questions.find((question) => nameOf(question) === name);
    if (named && (asked === undefined || askedIn(named) === asked)) return named;
    return questions.find((question) => askedIn(question) === asked) ?? named;
  }

  /** Show these answers, pairs of name and answer, and no others. One whose words are no choice any more is none. */
  function show(pairs) {
    for (const input of document.querySelectorAll("fieldset.question input")) input.checked = false;
    for (const [name, answer] of pairs) {
      const choices = [...(questionOf(name, answer)?.querySelectorAll(".choice") ?? [])];
      const same = choices.filter((choice) => labelOf(choice) === answer.label);
      const choice = same.find((each) => each.querySelector("input").id === answer.choice) ?? same[0];
      if (choice) choice.querySelector("input").checked = true;
    }
  }

  for (const question of questions)
    question.addEventListener("change", (event) => {
      const feedback = event.target.closest(".choice").querySelector(".feedback");
      question.querySelector(".spoken").textContent = feedback.textContent;
      work.answers.put({ ...work.answers.all(), ...answers() });
    });

  self.questions = {
    all: questions,
    answers,
    /** As a reader would choose them, but unsaid. */
    put(pairs) {
      show(pairs);
      work.answers.put(answers());
    },
  };
  const before = Object.entries(work.answers.all());
  if (before.length) show(before);
})();
