/** Short settings of this device that are needed before the store is open: in the browser's local storage, as text. */

export function loadText(name: string): string | undefined {
  try {
    return localStorage.getItem(name) ?? undefined;
  } catch (error) {
    console.info(`The setting ${name} could not be read.`, error);
    return undefined;
  }
}

/** Returns whether it is kept. Storage may be forbidden; a choice then lasts as long as the page. */
export function saveText(name: string, text: string): boolean {
  try {
    localStorage.setItem(name, text);
    return true;
  } catch (error) {
    console.info(`The setting ${name} could not be kept.`, error);
    return false;
  }
}
