
"use strict";
/* Replays a reply pass by pass. `piecesOf` knows no page; what follows it draws with text nodes. */
function piecesOf(round) {
  const pieces = [];
  for (const token of round.tokens) {
    if (token.origin === "drafted") {
      pieces.push(["accepted", token.text]);
      continue;
    }
    if (token.rejected) pieces.push(["ghost", token.rejected.text]);
    pieces.push(["own", token.text]);
  }
  if (round.drafted > round.tested) {
    const count = round.drafted - round.tested;
    pieces.push(["untested", count === 1 ? " 1 guess never tested" : ` ${count} guesses never tested`]);
  }
  return pieces;
}

function saidBy(round) {
  return round.tokens.map((token) => token.text).join("");
}

function factsOf(rounds, place) {
  const round = rounds[place];
  const ms = rounds.slice(0, place + 1).reduce((sum, each) => sum + each.wall_ms, 0);
  const guessed = round.drafted
    ? `${round.drafted} guessed, ${round.accepted} accepted, ${round.tokens.length} said`
    : `${round.tokens.length} said without a draft`;
  const reason = round.decision ? ` Governor: ${round.decision.sentence}` : "";
  return `Pass ${place + 1} of ${rounds.length}, after ${(ms / 1000).toFixed(1)} s: ${guessed}. ` +
    `${round.wall_ms.toFixed(0)} ms, of which ${round.draft_ms.toFixed(0)} ms for the draft ` +
    `and ${round.verify_ms.toFixed(0)} ms to check it.${reason}`;
}

function start(page) {
  const rounds = JSON.parse(page.getElementById("passes").textContent);
  const slider = page.getElementById("slider");
  const play = page.getElementById("play");
  const speed = page.getElementById("speed");
  const text = page.getElementById("text");
  const facts = page.getElementById("facts");
  let timer = 0;

  function show() {
    const place = Number(slider.value);
    text.replaceChildren();
    text.append(rounds.slice(0, place).map(saidBy).join(""));
    for (const [kind, said] of piecesOf(rounds[place])) {
      const piece = page.createElement({ ghost: "del", own: "strong" }[kind] || "span");
      piece.className = kind;
      piece.textContent = said;
      text.append(piece);
    }
    text.scrollTop = text.scrollHeight;
    facts.textContent = factsOf(rounds, place);
    slider.setAttribute("aria-valuetext", facts.textContent);
  }

  function pause() {
    clearTimeout(timer);
    timer = 0;
    play.textContent = "Play";
  }

  function wait() {
    const next = Number(slider.value) + 1;
    if (next >= rounds.length) return pause();
    timer = setTimeout(() => {
      slider.value = next;
      show();
      wait();
    }, rounds[next].wall_ms / Number(speed.value));
  }

  function step(by) {
    pause();
    slider.value = Number(slider.value) + by;
    show();
  }

  slider.max = rounds.length - 1;
  slider.value = 0;
  slider.addEventListener("input", () => { pause(); show(); });
  page.getElementById("back").addEventListener("click", () => step(-1));
  page.getElementById("on").addEventListener("click", () => step(1));
  play.addEventListener("click", () => {
    if (timer) return pause();
    if (Number(slider.value) === rounds.length - 1) slider.value = 0;
    play.textContent = "Pause";
    show();
    wait();
  });
  show();
}

if (typeof document !== "undefined") start(document);
