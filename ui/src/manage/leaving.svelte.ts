// Whether something half-typed would be lost by going elsewhere. A form says so while it is open;
// the page asks before it leaves.
export class Leaving {
  /** Whether a form holds something that is saved nowhere. */
  unsaved = $state(false);

  /** For the effect of a form: `$effect(() => leaving.while(changed))`. */
  while(changed: boolean): () => void {
    this.unsaved = changed;
    return () => {
      this.unsaved = false;
    };
  }
}
