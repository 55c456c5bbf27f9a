// Say the feedback of a chosen answer in the question's live region: it already shows without this script.
document.querySelectorAll("fieldset.question").forEach((question) => {
  question.addEventListener("change", (event) => {
    const feedback = event.target.closest(".choice").querySelector(".feedback");
    question.querySelector(".spoken").textContent = feedback.textContent;
  });
});
