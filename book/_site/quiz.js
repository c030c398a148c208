/* The quiz: marks an answer when it is checked, and keeps what was answered in this browser and nowhere else.
   Without this script the answers can be unfolded. */
(() => {
  const quiz = document.querySelector(".quiz");
  if (!quiz) return;
  const STORE = "seeing-inside-quiz";
  const questions = [...quiz.querySelectorAll(".quiz-question")];
  const find = (question, what) => question.querySelector(what);
  const choices = (question) => [...question.querySelectorAll("input")];

  // Of each question, by its key, the places of the options that were checked, in order. What is kept of questions
  // that have changed since, or is no such thing at all, is dropped.
  const read = () => {
    const fits = (question, places) =>
      Array.isArray(places) && places.every((place) => choices(question)[place] !== undefined);
    try {
      const kept = JSON.parse(localStorage.getItem(STORE)) ?? {};
      const pairs = questions.map((question) => [question.dataset.key, kept[question.dataset.key]]);
      return Object.fromEntries(pairs.filter(([, places], index) => fits(questions[index], places)));
    } catch {
      return {}; // storage is forbidden, or holds something else
    }
  };
  const write = () => {
    try {
      localStorage.setItem(STORE, JSON.stringify(tried));
    } catch {
      // Where storage is forbidden, the answers last as long as the page.
    }
  };
  let tried = read();

  const count = () => {
    const of = questions.map((question) => tried[question.dataset.key] ?? []);
    const answered = of.filter((places) => places.length).length;
    const right = of.filter((places, index) => places[0] === Number(questions[index].dataset.right)).length;
    const said = `${answered} of ${questions.length} answered, ${right} right at the first try.`;
    find(quiz, ".quiz-count").textContent = answered === questions.length ? `${said} That is all of them.` : said;
  };

  const show = (question) => {
    const places = tried[question.dataset.key] ?? [];
    const last = places.at(-1);
    const isRight = last === Number(question.dataset.right);
    const verdict = find(question, ".quiz-verdict");
    verdict.replaceChildren();
    question.classList.toggle("quiz-right", places.length > 0 && isRight);
    question.classList.toggle("quiz-wrong", places.length > 0 && !isRight);
    find(question, ".quiz-reasons").hidden = places.length === 0;
    if (!places.length) return;
    const word = document.createElement("strong");
    word.textContent = isRight ? "Right. " : "Not this one. ";
    const why = question.querySelectorAll(".quiz-why")[last].cloneNode(true);
    why.prepend(word);
    verdict.append(why, find(question, ".quiz-where").cloneNode(true));
  };

  const check = (question) => {
    const place = choices(question).findIndex((choice) => choice.checked);
    if (place < 0) {
      find(question, ".quiz-verdict").textContent = "Choose an answer first.";
      return;
    }
    const key = question.dataset.key;
    tried = { ...tried, [key]: [...(tried[key] ?? []), place] };
    write();
    show(question);
    count();
  };

  const restore = (question) => {
    const last = (tried[question.dataset.key] ?? []).at(-1);
    choices(question).forEach((choice, place) => (choice.checked = place === last));
    show(question);
  };

  for (const question of questions) {
    const button = find(question, ".quiz-check");
    button.hidden = false;
    button.addEventListener("click", () => check(question));
    question.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.type === "radio") check(question);
    });
    restore(question);
  }
  find(quiz, ".quiz-again").addEventListener("click", () => {
    tried = {};
    write();
    questions.forEach(restore);
    count();
  });
  find(quiz, ".quiz-bar").hidden = false;
  count();
})();
