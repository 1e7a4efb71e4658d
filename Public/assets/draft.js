// What is being written, kept on this device until it is saved: it is there again after the tab was closed, or the power went.
//
// localStorage and not IndexedDB: what is written to it while a page goes away is written.

const prefix = 'sourcebook:draft:';

// The draft of a name, as it was kept; null where there is none.
export function keptDraft(name) {
  try {
    return JSON.parse(localStorage.getItem(prefix + name));
  } catch {
    return null;
  }
}

// Keeps a draft. False where the device has no room for it, or does not allow it.
export function keepDraft(name, draft) {
  try {
    localStorage.setItem(prefix + name, JSON.stringify({ ...draft, at: new Date().toISOString() }));
    return true;
  } catch {
    return false;
  }
}

export function dropDraft(name) {
  try {
    localStorage.removeItem(prefix + name);
  } catch { /* Where nothing can be kept, there is nothing to drop. */ }
}

// Tells when another tab writes the draft of this name.
export function onOtherTab(name, told) {
  addEventListener('storage', (event) => {
    if (event.key === prefix + name && event.newValue) told();
  });
}
