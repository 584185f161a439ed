// Small comforts. Every task works without this file: it hides nothing that must be seen, keeps
// nothing in the browser.

const page = document.documentElement;

// A page with problems starts at their summary, as it does for somebody who listens to it.
document.getElementById('problems')?.focus();

// A link to a problem puts the cursor in its field, not just the field on the screen.
document.addEventListener('click', (event) => {
  const link = event.target.closest('.govuk-error-summary a[href^="#"]');
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  field.closest('details')?.setAttribute('open', '');
  (field.labels?.[0] ?? field).scrollIntoView({ block: 'center' });
  field.focus({ preventScroll: true });
});

// The same form is sent once, however often its button is pressed. (The server sees to it too.)
let leaving = false;
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.dataset.sent && !event.submitter?.hasAttribute('formtarget')) {
    event.preventDefault();
    return;
  }
  if (event.submitter?.hasAttribute('formtarget')) return;
  form.dataset.sent = 'yes';
  leaving = true;
  setTimeout(() => { delete form.dataset.sent; leaving = false; }, 4000);
});
addEventListener('pageshow', () => {
  for (const form of document.forms) delete form.dataset.sent;
  leaving = false;
});

// What is typed is kept on the server while it is typed, and the page says so: whether it was kept,
// and above all when it was not. Nothing is kept in the browser.
const unkept = new Set();
for (const button of document.querySelectorAll('[data-draft]')) {
  const { form, value } = button;
  const said = form.querySelector('[data-kept]');
  let waiting;
  async function keep() {
    clearTimeout(waiting);
    if (!unkept.has(form)) return;
    const body = new URLSearchParams(new FormData(form));
    body.set('form', value);
    unkept.delete(form);
    const answer = await fetch('/drafts', { method: 'POST', body, redirect: 'error' }).catch(() => null);
    if (!answer?.ok) unkept.add(form);
    said.textContent = answer?.ok ? 'Kept. You can come back to it.' : 'Not kept: no answer from the service. Leave this page open.';
  }
  form.addEventListener('input', () => {
    unkept.add(form);
    clearTimeout(waiting);
    waiting = setTimeout(keep, 3000);
  });
  // A moment's grace: leaving a field for the button that records must not keep a draft behind it.
  form.addEventListener('focusout', () => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, 500);
  });
  form.addEventListener('submit', (event) => {
    if (event.submitter === button || event.submitter?.hasAttribute('formtarget')) return;
    clearTimeout(waiting);
    unkept.delete(form);
  });
  button.addEventListener('click', (event) => {
    event.preventDefault();
    unkept.add(form);
    keep();
  });
}

// The browser asks before it leaves something that could not be kept.
addEventListener('beforeunload', (event) => {
  if (!leaving && unkept.size > 0) event.preventDefault();
});

for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}

page.dataset.ready = '';
