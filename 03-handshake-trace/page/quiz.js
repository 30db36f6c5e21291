// stub
export class Quiz {
  constructor() { this.open = false; }
  stopsBefore() { return null; }
  reached() { return false; }
  end() {}
  restart() {}
  say() {}
  toggle() {}
  dismiss() {}
  key() { return false; }
}
