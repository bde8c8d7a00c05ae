// What several of the app's forms and lists share. Each file says what it adds to `ppoc`.
import "./forms/words";
